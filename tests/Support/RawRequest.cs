using System.Text.Json.Nodes;

namespace HfEndpoints.Tests;

/// <summary>A request as it came over the wire.</summary>
internal sealed record RawRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public int Number { get; init; }

    public string? Authorization => Headers.GetValueOrDefault("authorization");

    public JsonNode? Json => JsonNode.Parse(Body);
}
