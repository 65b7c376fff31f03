namespace HfEndpoints.Emulator;

/// <summary>Says what is wrong with an endpoint and what to do about it, as the service's agent does.</summary>
internal static class DebuggerAgent
{
    public static string Diagnose(EndpointRecord record, DateTimeOffset now)
    {
        EndpointLife life = record.Life;
        return life.State switch
        {
            EndpointState.Failed when life.IsConfigurationError =>
                $"The deployment cannot work as it is configured: {life.ErrorMessage}. Resuming will not help; update the endpoint.",
            EndpointState.Failed =>
                $"The container stopped while it started: {life.ErrorMessage}. Look at the logs of the replica, then resume the endpoint.",
            EndpointState.UpdateFailed => $"The update did not succeed: {life.ErrorMessage}. Update the endpoint again.",
            EndpointState.Paused => "The endpoint is paused and costs nothing. Resume it to use it.",
            EndpointState.ScaledToZero => "The endpoint is scaled to zero. The next request, or a resume, wakes it.",
            EndpointState.Pending =>
                $"No machine of type {record.Spec.InstanceType} {record.Spec.InstanceSize} has been found yet in {record.Spec.Region}. "
                    + "Try another region or type if this lasts.",
            EndpointState.Initializing or EndpointState.Updating => Starting(record, now),
            _ => Running(life, now),
        };
    }

    private static string Starting(EndpointRecord record, DateTimeOffset now)
    {
        EndpointSpec spec = record.Spec;
        if (!EngineSelector.AnswersHealthProbe(spec))
        {
            int port = spec.Image["port"]?.GetValue<int>() ?? EngineSelector.ContainerPort;
            return $"The container runs, but nothing answers GET {spec.HealthRoute} on port {port}. Set the image's port and healthRoute "
                + "to those of its server.";
        }

        return record.Life.NextChange() is DateTimeOffset end
            ? $"The endpoint is starting as it should and will be ready in about {Math.Ceiling((end - now).TotalSeconds):0} seconds."
            : "The container runs but does not become ready. Look at the logs of the replica.";
    }

    private static string Running(EndpointLife life, DateTimeOffset now) => life.ReadyReplica(now) < life.TargetReplica
        ? $"The endpoint is running with {life.ReadyReplica(now)} of {life.TargetReplica} replicas; the others are starting."
        : "The endpoint is running and healthy. No problem was found.";
}

internal static class DiagnosisRoutes
{
    public static void MapDiagnosis(this IEndpointRouteBuilder routes) => routes.MapMembers(onlyRead: true).MapPost(
        "/v2/endpoint/{ns}/{name}/agent/debug",
        (EndpointStore store, EndpointService service, string ns, string name) => store.Use(ns, name, (record, now) =>
        {
            record.AgentMessage = DebuggerAgent.Diagnose(record, now);
            return service.View(record, now);
        }));
}
