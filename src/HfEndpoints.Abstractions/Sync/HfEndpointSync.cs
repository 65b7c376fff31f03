namespace HfEndpoints;

/// <summary>What a file makes of one endpoint.</summary>
public sealed class HfEndpointSync
{
    /// <summary>The endpoint's name.</summary>
    public required string Name { get; init; }

    /// <summary>The user or organization that owns it.</summary>
    public required string Namespace { get; init; }

    /// <summary>Create, Change, Unchanged or Remove.</summary>
    public required string Action { get; init; }

    /// <summary>Whether it was done; false with -WhatIf, where the question was answered no, and where nothing was to do.</summary>
    public required bool IsApplied { get; init; }

    /// <summary>The settings that differ, each with what it was; of an endpoint to create, all of the file.</summary>
    public HfSettingChange[] Changes { get; init; } = [];

    /// <summary>The endpoint as it is now; null where nothing was done, or it was removed.</summary>
    public HfInferenceEndpoint? Endpoint { get; init; }

    /// <summary>What is done in one line.</summary>
    /// <returns>Such as "Change alice/chat".</returns>
    public override string ToString() => $"{Action} {Namespace}/{Name}";
}
