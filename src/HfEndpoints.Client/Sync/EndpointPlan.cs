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

/// <summary>What is to be done with an endpoint to make it as a file says.</summary>
public enum PlanAction
{
    /// <summary>It is as the file says.</summary>
    Unchanged,

    /// <summary>It is not there.</summary>
    Create,

    /// <summary>It is there, and some settings differ.</summary>
    Change,

    /// <summary>It is there, and the file does not name it.</summary>
    Remove,
}

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
