namespace HfEndpoints;

/// <summary>The result of a sync for one endpoint.</summary>
public sealed class HfEndpointSync
{
    /// <summary>The endpoint's name.</summary>
    public required string Name { get; init; }

    /// <summary>The user or organization that owns it.</summary>
    public required string Namespace { get; init; }

    /// <summary>Create, Change, Unchanged or Remove.</summary>
    public required string Action { get; init; }

    /// <summary>Whether it was done; false with -WhatIf, if the user declined, or if there was nothing to do.</summary>
    public required bool IsApplied { get; init; }

    /// <summary>The settings that differ, with their old values; for a new endpoint, all settings of the file.</summary>
    public HfList<HfSettingChange> Changes { get; init; } = [];

    /// <summary>The endpoint as it is now; null if nothing was done or it was removed.</summary>
    public HfInferenceEndpoint? Endpoint { get; init; }

    /// <summary>The action in one line.</summary>
    /// <returns>Such as "Change alice/chat".</returns>
    public override string ToString() => $"{Action} {Namespace}/{Name}";
}

/// <summary>A setting of an endpoint that differs from a file.</summary>
public sealed class HfSettingChange
{
    /// <summary>The setting, followed by the member of a table, such as MinReplica or Env.LEVEL.</summary>
    public required string Setting { get; init; }

    /// <summary>What the service has; null where it is not set. A secret is masked.</summary>
    public object? Old { get; init; }

    /// <summary>What the file says; null where it is cleared. A secret is its reference.</summary>
    public object? New { get; init; }

    internal string Text { get; init; } = "";

    /// <summary>The change in one line.</summary>
    /// <returns>Such as "MinReplica: 0 -> 1".</returns>
    public override string ToString() => Text;
}
