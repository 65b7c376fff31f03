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

internal static class StateMessage
{
    public static string For(string state) => state switch
    {
        EndpointState.Pending => "Endpoint waiting to be scheduled",
        EndpointState.Initializing => "Endpoint is initializing",
        EndpointState.Updating => "Endpoint waiting for the update",
        EndpointState.UpdateFailed => "Endpoint failed to update",
        EndpointState.Running => "Endpoint is ready",
        EndpointState.Paused => "Endpoint is paused",
        EndpointState.Failed => "Endpoint failed to start",
        EndpointState.ScaledToZero => "Endpoint is scaled to zero",
        _ => state,
    };
}
