namespace HfEndpoints.Client;

/// <summary>What to wait for, and how.</summary>
public sealed record WaitOptions
{
    /// <summary>
    /// The state to wait for. Default: running, which also asks for an address and a health route that answers 200.
    /// </summary>
    public string State { get; init; } = EndpointStates.Running;

    /// <summary>How long to wait; zero looks once, null waits as long as it takes.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The time between two looks. Default: 5 seconds.</summary>
    public TimeSpan RefreshInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether the service's event streams, where it has them, end the time between two looks at a change. Default: they
    /// do, for a few endpoints at a time.
    /// </summary>
    public bool FollowEvents { get; init; } = true;

    /// <summary>Told of every look at every endpoint still waited for. Called on any thread.</summary>
    public Action<WaitProgress>? Progress { get; init; }
}
