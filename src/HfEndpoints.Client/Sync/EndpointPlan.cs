using System.Text.Json.Nodes;

namespace HfEndpoints.Client;

/// <summary>What is to be done with one endpoint.</summary>
public sealed record EndpointPlan
{
    /// <summary>The endpoint's name.</summary>
    public required string Name { get; init; }

    /// <summary>What is to be done.</summary>
    public required PlanAction Action { get; init; }

    /// <summary>The settings that a create or a change sets, each with what it was.</summary>
    public IReadOnlyList<SettingChange> Changes { get; init; } = [];

    /// <summary>What is sent, with references in the place of secrets; empty where nothing is.</summary>
    public JsonObject Settings { get; init; } = [];

    /// <summary>The secrets that are sent, and so must be had before.</summary>
    public IReadOnlyList<SecretReference> Secrets =>
        [.. SecretPlaces.Find(Settings).Where(place => place.Text is not null).Select(place => SecretReference.TryParse(place.Text!)!)];
}
