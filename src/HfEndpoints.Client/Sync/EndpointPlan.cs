namespace HfEndpoints.Client;

/// <summary>The plan for one endpoint.</summary>
public sealed record EndpointPlan
{
    /// <summary>The endpoint's name.</summary>
    public required string Name { get; init; }

    /// <summary>The action.</summary>
    public required PlanAction Action { get; init; }

    /// <summary>The settings that a create or a change sets, with their old values.</summary>
    public IReadOnlyList<SettingChange> Changes { get; init; } = [];

    /// <summary>The endpoint as it is; null if it does not exist.</summary>
    internal HfInferenceEndpoint? Current { get; init; }

    /// <summary>The request body, with references instead of secrets; empty if nothing is sent.</summary>
    internal JsonObject Settings { get; init; } = [];

    /// <summary>The secrets that are sent. They must be resolved first.</summary>
    public IReadOnlyList<SecretReference> Secrets =>
        [.. SecretPlaces.Find(Settings).Where(place => place.Text is not null).Select(place => SecretReference.TryParse(place.Text!)!)];
}

/// <summary>What makes an endpoint match a file.</summary>
public enum PlanAction
{
    /// <summary>Nothing: it matches the file.</summary>
    Unchanged,

    /// <summary>Create it: it does not exist.</summary>
    Create,

    /// <summary>Change it: some settings differ.</summary>
    Change,

    /// <summary>Remove it: the file does not contain it.</summary>
    Remove,
}

/// <summary>A change of a setting.</summary>
public sealed record SettingChange
{
    internal SettingChange(string setting, JsonNode? old, JsonNode? wanted) => (Setting, OldJson, NewJson) = (setting, old, wanted);

    /// <summary>Its key, followed by the member of a table, such as <c>Env.LEVEL</c>.</summary>
    public string Setting { get; }

    /// <summary>What it is: a text, or JSON; null where it is not set. A secret is masked.</summary>
    public string? Old => OldJson is null ? null : HfJson.ToText(OldJson);

    /// <summary>What it shall be: a text, or JSON; null where it is cleared. A secret is its reference.</summary>
    public string? New => NewJson is null ? null : HfJson.ToText(NewJson);

    internal JsonNode? OldJson { get; }

    internal JsonNode? NewJson { get; }

    /// <summary>The change in one line.</summary>
    /// <returns>Such as "MinReplica: 0 -> 1".</returns>
    public override string ToString() => $"{Setting}: {Old ?? "(none)"} -> {New ?? "(none)"}";
}
