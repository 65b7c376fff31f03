using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator;

/// <summary>A named list of address ranges.</summary>
internal sealed record CidrListRecord(string Id, string Namespace, string Name, IReadOnlyList<string> Ranges)
{
    public JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["name"] = Name,
        ["cidrList"] = new JsonArray([.. Ranges.Select(range => JsonValue.Create(range))]),
    };
}
