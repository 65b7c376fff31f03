namespace HfEndpoints.Client;

/// <summary>What happens to an endpoint after a lease. Each choice stops its costs.</summary>
public enum LeaseEnd
{
    /// <summary>Pause it: only a resume starts it again.</summary>
    Pause,

    /// <summary>Scale it to zero, so that the next request starts it again; pause it if the service refuses that.</summary>
    ScaleToZero,

    /// <summary>Delete it, with its configuration, logs and metrics.</summary>
    Remove,
}

/// <summary>Options of a lease.</summary>
public sealed record LeaseOptions
{
    /// <summary>What happens to it afterwards. Default: it is paused.</summary>
    public LeaseEnd End { get; init; }

    /// <summary>How to wait until it is ready.</summary>
    public WaitOptions Wait { get; init; } = new();

    /// <summary>How long stopping may take, including retries. Zero tries once, for 10 seconds. Default: 60 seconds.</summary>
    public TimeSpan EndTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Called with a sentence before a retry of stopping it, on any thread.</summary>
    public Action<string>? Trouble { get; init; }
}
