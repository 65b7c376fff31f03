namespace HfEndpoints.Emulator;

/// <summary>The states of an endpoint, by the names the service gives them.</summary>
internal static class EndpointState
{
    public const string Pending = "pending";
    public const string Initializing = "initializing";
    public const string Updating = "updating";
    public const string UpdateFailed = "updateFailed";
    public const string Running = "running";
    public const string Paused = "paused";
    public const string Failed = "failed";
    public const string ScaledToZero = "scaledToZero";

    /// <summary>All states, with the message of an endpoint that is in one.</summary>
    public static IReadOnlyDictionary<string, string> Messages { get; } = new Dictionary<string, string>
    {
        [Pending] = "Endpoint waiting to be scheduled",
        [Initializing] = "Endpoint is initializing",
        [Updating] = "Endpoint waiting for the update",
        [UpdateFailed] = "Endpoint failed to update",
        [Running] = "Endpoint is ready",
        [Paused] = "Endpoint is paused",
        [Failed] = "Endpoint failed to start",
        [ScaledToZero] = "Endpoint is scaled to zero",
    };
}
