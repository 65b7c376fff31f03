namespace HfEndpoints.Client;

/// <summary>An endpoint to wait for, or to watch.</summary>
/// <param name="Namespace">The user or organization that owns it.</param>
/// <param name="Name">Its name.</param>
public sealed record WaitTarget(string Namespace, string Name);

/// <summary>What to wait for, and how.</summary>
public sealed record WaitOptions
{
    /// <summary>How often progress is reported between two checks.</summary>
    internal static TimeSpan ProgressInterval { get; } = TimeSpan.FromSeconds(1);

    /// <summary>The state to wait for. Default: running, which also asks for an address and a health route that answers 200.</summary>
    public string State { get; init; } = EndpointStates.Running;

    /// <summary>How long to wait. Zero checks once; null sets no limit.</summary>
    /// <remarks>If the service can't be reached, it is retried until this time is up, or for 5 minutes if there is no limit.</remarks>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The time between two checks. Default: 5 seconds.</summary>
    public TimeSpan RefreshInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether a change on the service's event stream starts a check early. Used for a few endpoints at a time. Default: true.
    /// </summary>
    public bool FollowEvents { get; init; } = true;

    /// <summary>Called after each check of each endpoint that is still waited for, and each second, on any thread.</summary>
    public Action<WaitProgress>? Progress { get; init; }

    /// <summary>Called with a sentence when the service becomes unreachable and when it answers again, on any thread.</summary>
    public Action<string>? Trouble { get; init; }
}

/// <summary>A check of an endpoint that is waited for.</summary>
/// <param name="Target">Which endpoint.</param>
/// <param name="Endpoint">The endpoint at this check.</param>
/// <param name="Elapsed">The time waited so far.</param>
/// <param name="IsAnswering">False if its state is running but its health route does not answer yet.</param>
public sealed record WaitProgress(WaitTarget Target, HfInferenceEndpoint Endpoint, TimeSpan Elapsed, bool IsAnswering);

/// <summary>What a wait or a watch has for one endpoint: the endpoint, or an error.</summary>
/// <param name="Target">Which endpoint.</param>
/// <param name="Endpoint">The endpoint in the requested state, or after a change; null if there is an error.</param>
/// <param name="Error">Why it is no longer waited for or watched; null if there is an endpoint.</param>
public sealed record EndpointResult(WaitTarget Target, HfInferenceEndpoint? Endpoint, HfException? Error);
