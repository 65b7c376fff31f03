namespace HfEndpoints.Emulator;

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
