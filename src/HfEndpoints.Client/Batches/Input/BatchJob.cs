using System.Text.Json.Nodes;

namespace HfEndpoints.Client.Batches;

/// <summary>A job, ready to be sent.</summary>
/// <param name="Line">Its line in the input.</param>
/// <param name="Id">Its id as written, a text or a number; its line number if it has none.</param>
/// <param name="Kind">The kind: text, chat, embedding, or another task.</param>
/// <param name="Input">The prompt, the messages, or whatever the task takes.</param>
/// <param name="Parameters">Its own parameters over those of the batch.</param>
internal sealed record BatchJob(long Line, JsonNode Id, string Kind, JsonNode Input, JsonObject Parameters)
{
    /// <summary>Why it can't be sent; null if it can.</summary>
    public string? Problem { get; init; }

    /// <summary>The hash of its content.</summary>
    public uint Fingerprint { get; init; }

    /// <summary>A job that is not valid.</summary>
    public static BatchJob Broken(long line, JsonNode? id, string problem) =>
        new(line, id ?? JsonValue.Create(line), "", "", []) { Problem = problem };
}

/// <summary>A job in its source.</summary>
/// <param name="Line">Its line in the file, from 1; for other sources, its position.</param>
/// <param name="Value">An object, or a string that is the prompt.</param>
/// <param name="Problem">Why it can't be read; null if it can.</param>
internal readonly record struct SourceJob(long Line, JsonNode? Value, string? Problem = null);
