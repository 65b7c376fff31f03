namespace HfEndpoints.Client;

/// <summary>An endpoint in a file: settings named like the cmdlets' parameters, and references instead of secrets.</summary>
public sealed record EndpointEntry
{
    /// <summary>The endpoint's name.</summary>
    public required string Name { get; init; }

    /// <summary>The user or organization that owns it; null if the file does not name it.</summary>
    public string? Namespace { get; init; }

    /// <summary>
    /// The settings that an export leaves out, because they contain a token or a secret that this process has sent to the service.
    /// </summary>
    public IReadOnlyList<string> Omitted { get; init; } = [];

    /// <summary>The settings that are given.</summary>
    internal JsonObject Settings { get; init; } = [];

    /// <summary>The settings for a create or an update.</summary>
    internal static EndpointSettings ToSettings(JsonObject settings) => settings.Deserialize(HfJson.Context.EndpointSettings)!;
}
