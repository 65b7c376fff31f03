namespace HfEndpoints.Client;

/// <summary>An endpoint to wait for, or to watch.</summary>
/// <param name="Namespace">The user or organization that owns it.</param>
/// <param name="Name">Its name.</param>
public sealed record WaitTarget(string Namespace, string Name);

/// <summary>What to wait for, and how.</summary>
public sealed record WaitOptions
{
    /// <summary>
    /// The state to wait for. Default: running, which also asks for an address and a health route that answers 200.
    /// </summary>
    public string State { get; init; } = EndpointStates.Running;

    /// <summary>How long to wait; zero looks once, null waits as long as it takes.</summary>
    /// <remarks>
    /// A service that can't be reached meanwhile is asked again until this time is up; without a limit, for 5 minutes.
    /// </remarks>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The time between two looks. Default: 5 seconds.</summary>
    public TimeSpan RefreshInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether the service's event streams, where it has them, end the time between two looks at a change. Default: they
    /// do, for a few endpoints at a time.
    /// </summary>
    public bool FollowEvents { get; init; } = true;

    /// <summary>Called with every look at every endpoint still waited for, on any thread.</summary>
    public Action<WaitProgress>? Progress { get; init; }

    /// <summary>
    /// Called, with a sentence, when the service can't be reached any more and when it answers again, on any thread.
    /// </summary>
    public Action<string>? Trouble { get; init; }
}

/// <summary>A look at an endpoint that is waited for.</summary>
/// <param name="Target">Which endpoint.</param>
/// <param name="Endpoint">How it was found.</param>
/// <param name="Elapsed">How long it has been waited for.</param>
/// <param name="IsAnswering">False where it says it runs and its health route does not answer yet.</param>
public sealed record WaitProgress(
    WaitTarget Target, InferenceEndpoint Endpoint, TimeSpan Elapsed, bool IsAnswering);

/// <summary>How the wait for one endpoint ended: the endpoint, or why it will not come.</summary>
/// <param name="Target">Which endpoint.</param>
/// <param name="Endpoint">The endpoint in the state waited for; null where there is an error.</param>
/// <param name="Error">Why it can't be waited for any longer; null where there is an endpoint.</param>
public sealed record WaitResult(WaitTarget Target, InferenceEndpoint? Endpoint, HfException? Error);
