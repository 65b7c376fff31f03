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

    public static readonly IReadOnlyList<string> All =
        [Pending, Initializing, Updating, UpdateFailed, Running, Paused, Failed, ScaledToZero];
}
