using System.Text.Json.Nodes;

namespace HfEndpoints.Client;

/// <summary>What becomes of a setting.</summary>
/// <param name="Setting">Its key, with the member of a table behind dots, such as <c>Env.LEVEL</c>.</param>
/// <param name="Old">What it is; null where it is not set. A secret is masked.</param>
/// <param name="New">What it shall be; null where it is cleared. A secret is its reference.</param>
public sealed record SettingChange(string Setting, JsonNode? Old, JsonNode? New)
{
    /// <summary>The change in one line.</summary>
    /// <returns>Such as "MinReplica: 0 -> 1".</returns>
    public override string ToString() => $"{Setting}: {Describe(Old)} -> {Describe(New)}";

    private static string Describe(JsonNode? value) => value is null ? "(none)" : HfJson.ToText(value);
}
