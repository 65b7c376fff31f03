using System.Text.Json;
using System.Text.Json.Nodes;

namespace HfEndpoints.Client;

/// <summary>
/// An endpoint as a file has it: settings by the names of the cmdlets' parameters, and references in the place of
/// secrets.
/// </summary>
public sealed record EndpointEntry
{
    /// <summary>The endpoint's name.</summary>
    public required string Name { get; init; }

    /// <summary>The user or organization that owns it; null where the file does not say.</summary>
    public string? Namespace { get; init; }

    /// <summary>The settings that are mentioned.</summary>
    public required JsonObject Settings { get; init; }

    /// <summary>Settings as a create or an update takes them.</summary>
    internal static EndpointSettings ToSettings(JsonObject settings)
    {
        return settings.Deserialize(HfJson.Context.EndpointSettings)!;
    }
}
