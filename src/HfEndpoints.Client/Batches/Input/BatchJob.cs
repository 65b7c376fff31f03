using System.Text.Json.Nodes;

namespace HfEndpoints.Client.Batches;

/// <summary>A job, ready to be sent.</summary>
/// <param name="Line">Its line in the input.</param>
/// <param name="Id">Its id as it is written: a text or a number; its line where it has none.</param>
/// <param name="Kind">What is asked: text, a chat, an embedding, or any other task.</param>
/// <param name="Input">The prompt, the messages, or whatever the task takes.</param>
/// <param name="Parameters">Its own parameters over those of the batch.</param>
internal sealed record BatchJob(long Line, JsonNode Id, string Kind, JsonNode Input, JsonObject Parameters)
{
    /// <summary>Why it can't be sent; null if it can.</summary>
    public string? Problem { get; init; }

    /// <summary>Tells it apart from jobs of other content.</summary>
    public uint Fingerprint { get; init; }

    /// <summary>A job that can't be made out.</summary>
    public static BatchJob Broken(long line, JsonNode? id, string problem) =>
        new(line, id ?? JsonValue.Create(line), "", "", []) { Problem = problem };
}

/// <summary>A job as its source has it.</summary>
/// <param name="Line">Its line in the file, the first being 1; of other sources, its place.</param>
/// <param name="Value">An object, or a string that is the prompt.</param>
/// <param name="Problem">Why it can't be read; null where it can.</param>
internal readonly record struct SourceJob(long Line, JsonNode? Value, string? Problem = null);
