namespace HfEndpoints.Client.Batches;

/// <summary>A job on its way, from the input to the output. While it is sent, only the dispatcher changes it.</summary>
internal sealed class BatchJob
{
    /// <summary>Its line in the input.</summary>
    public required long Line { get; init; }

    /// <summary>Its id as written, a text or a number; its line number if it has none.</summary>
    public required JsonNode Id { get; init; }

    /// <summary>Why it can't be sent; null if it can.</summary>
    public string? Problem { get; init; }

    /// <summary>The kind: text, chat, embedding, or another task.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The prompt, the messages, or whatever the task takes.</summary>
    public JsonNode Input { get; init; } = "";

    /// <summary>Its own parameters over those of the batch.</summary>
    public JsonObject Parameters { get; init; } = [];

    /// <summary>The hash of its content.</summary>
    public uint Fingerprint { get; init; }

    /// <summary>The shard that it was sent in, and its input, as the output has it; null if the batch is not split.</summary>
    public string? Shard { get; init; }

    /// <summary>Its length in the input; 0 if it was in memory already.</summary>
    public long Bytes { get; init; }

    /// <summary>Whether it takes part of the room for jobs.</summary>
    public bool HasRoom { get; set; }

    /// <summary>How often it was sent.</summary>
    public int Attempts { get; set; }

    /// <summary>How often it failed. A refusal by a full server is no failure.</summary>
    public int Failures { get; set; }

    /// <summary>Whether the last attempt was refused by a full server.</summary>
    public bool IsRefused { get; set; }

    /// <summary>How often the pause before it is sent again was doubled.</summary>
    public int Doublings { get; set; }

    /// <summary>The clock's timestamp when it was first sent to the endpoint that has it; 0 before.</summary>
    public long FirstSentAt { get; set; }

    /// <summary>The clock's timestamp when it first failed there; 0 before.</summary>
    public long FirstFailedAt { get; set; }

    /// <summary>How often it failed in a way that affects either only it or all jobs.</summary>
    public int UnsureFailures { get; set; }

    /// <summary>The clock's timestamp of the last of these failures.</summary>
    public long UnsureSince { get; set; }

    /// <summary>The request under way.</summary>
    public RequestTicket Ticket { get; set; }

    /// <summary>The last attempt: its line of the output, and the number of tokens.</summary>
    public Task<(byte[] Line, long Tokens)>? Attempt { get; set; }
}

/// <summary>A line of the input as it was read, not checked yet.</summary>
/// <param name="Line">Its number in the file, from 1; for other sources, its position.</param>
/// <param name="Value">An object, or a string that is the prompt.</param>
/// <param name="Problem">Why it can't be read; null if it can.</param>
/// <param name="Bytes">Its length in the file; 0 if it was in memory already.</param>
internal readonly record struct InputLine(long Line, JsonNode? Value, string? Problem = null, long Bytes = 0);
