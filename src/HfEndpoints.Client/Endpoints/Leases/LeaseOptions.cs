namespace HfEndpoints.Client;

/// <summary>What becomes of an endpoint when it is not used any more. Each stops what it costs.</summary>
public enum LeaseEnd
{
    /// <summary>It is paused: only a resume starts it again.</summary>
    Pause,

    /// <summary>It is scaled to zero, or paused where the service refuses that: the next request starts it again.</summary>
    ScaleToZero,

    /// <summary>It is deleted, with its configuration, logs and metrics.</summary>
    Remove,
}

/// <summary>How an endpoint is used for a while.</summary>
public sealed record LeaseOptions
{
    /// <summary>What becomes of it afterwards. Default: it is paused.</summary>
    public LeaseEnd End { get; init; }

    /// <summary>How it is waited for until it is ready.</summary>
    public WaitOptions Wait { get; init; } = new();

    /// <summary>
    /// How long stopping it may take at most, the repetition of what fails in a way that may pass included; zero tries once,
    /// for 10 seconds. Default: 60 seconds.
    /// </summary>
    public TimeSpan EndTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Called, with a sentence, before stopping it is tried again, on any thread.</summary>
    public Action<string>? Trouble { get; init; }
}
