using System.Text.Json.Nodes;

namespace HfEndpoints.Client.Batches;

/// <summary>What came of a job.</summary>
/// <param name="Output">The text, the embedding, or the server's JSON.</param>
internal sealed record BatchAnswer(JsonNode? Output)
{
    /// <summary>What else the line tells: <c>finish_reason</c>, <c>usage</c> and such.</summary>
    public JsonObject More { get; init; } = [];

    /// <summary>How many tokens it took, generated ones where those are told; 0 where it is not known.</summary>
    public long Tokens { get; init; }
}
