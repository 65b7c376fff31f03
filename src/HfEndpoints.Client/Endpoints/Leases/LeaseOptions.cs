namespace HfEndpoints.Client;

/// <summary>How an endpoint is used for a while.</summary>
public sealed record LeaseOptions
{
    /// <summary>What becomes of it afterwards. Default: it is paused.</summary>
    public LeaseEnd End { get; init; }

    /// <summary>How it is waited for until it is ready.</summary>
    public WaitOptions Wait { get; init; } = new();

    /// <summary>
    /// How long a stop that fails in a way that may pass is tried again; zero tries once. Default: 60 seconds.
    /// </summary>
    public TimeSpan EndTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Told, as sentences, of a stop that has to be tried again. Called on any thread.</summary>
    public Action<string>? Trouble { get; init; }
}
