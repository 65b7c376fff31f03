namespace HfEndpoints.Client;

/// <summary>The states of the service's OpenAPI document. A server may send others.</summary>
public static class EndpointStates
{
    /// <summary>Waiting for hardware.</summary>
    public const string Pending = "pending";

    /// <summary>The server starts.</summary>
    public const string Initializing = "initializing";

    /// <summary>A new configuration is being deployed.</summary>
    public const string Updating = "updating";

    /// <summary>A new configuration could not be deployed.</summary>
    public const string UpdateFailed = "updateFailed";

    /// <summary>At least one replica answers.</summary>
    public const string Running = "running";

    /// <summary>Stopped until it is resumed. It costs nothing.</summary>
    public const string Paused = "paused";

    /// <summary>It could not be deployed.</summary>
    public const string Failed = "failed";

    /// <summary>Stopped until a request or a resume wakes it. It costs nothing.</summary>
    public const string ScaledToZero = "scaledToZero";

    /// <summary>All of them, in the order of an endpoint's life.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Pending, Initializing, Updating, UpdateFailed, Running, Paused, Failed, ScaledToZero];

    /// <summary>Whether an endpoint in a state may have a replica that answers. True for an unknown state.</summary>
    /// <param name="state">A state as the server sent it.</param>
    /// <returns>False if it has none.</returns>
    public static bool MayAnswer(string? state) =>
        !(Is(state, Pending) || Is(state, Initializing) || Is(state, Paused) || Is(state, Failed) || Is(state, ScaledToZero));

    /// <summary>Whether two names are the same state; case does not matter.</summary>
    /// <param name="state">A state as the server sent it.</param>
    /// <param name="expected">The state to compare with.</param>
    /// <returns>True if they are the same.</returns>
    public static bool Is(string? state, string expected) => string.Equals(state, expected, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether an endpoint in a state has no replicas, and none that start.</summary>
    internal static bool CostsNothing(string? state) => Is(state, Paused) || Is(state, ScaledToZero) || Is(state, Failed);

    /// <summary>The server's messages about the state and a failure as sentences.</summary>
    internal static string Explain(HfInferenceEndpoint endpoint) =>
        endpoint.Message is { Length: > 0 } message ? message.TrimEnd('.') + "." : "the service gives no reason.";
}
