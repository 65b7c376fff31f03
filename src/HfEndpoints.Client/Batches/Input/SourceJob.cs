using System.Text.Json.Nodes;

namespace HfEndpoints.Client.Batches;

/// <summary>A job as its source has it.</summary>
/// <param name="Line">Its line in the file, the first being 1; of other sources, its place.</param>
/// <param name="Value">An object, or a string that is the prompt.</param>
/// <param name="Problem">Why it can't be read; null where it can.</param>
internal readonly record struct SourceJob(long Line, JsonNode? Value, string? Problem = null);
