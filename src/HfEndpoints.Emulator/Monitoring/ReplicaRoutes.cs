namespace HfEndpoints.Emulator;

internal static class ReplicaRoutes
{
    public static void MapReplicas(this IEndpointRouteBuilder routes) => routes.MapMembers().MapGet(
        "/v2/endpoint/{ns}/{name}/replica",
        (EndpointStore store, string ns, string name) => store.Use(ns, name, (record, now) => new
        {
            items = Listed(record.Life).Select(run => View(record.Life, run, now)).ToArray(),
        }));

    /// <summary>The replicas that are there, and those that a failure of the present version has left behind.</summary>
    private static IEnumerable<ReplicaRun> Listed(EndpointLife life)
    {
        string? version = life.Runs.Count > 0 ? life.Runs[^1].VersionId : null;
        return life.Runs.Where(run => run.IsAlive || (run.ExitCode is > 0 && run.VersionId == version));
    }

    private static object View(EndpointLife life, ReplicaRun run, DateTimeOffset now)
    {
        bool isUpdating = life.State == EndpointState.Updating && run.VersionId == life.Runs[^1].VersionId && !run.IsReady(now);
        return new
        {
            id = run.Id,
            versionId = run.VersionId,
            status = new
            {
                stage = ReplicaStage.At(run, now),
                live = run.IsAlive && !isUpdating,
                updating = isUpdating,
                startedAt = run.InitializingAt <= now ? EmulatorClock.Format(run.InitializingAt) : null,
                stoppedAt = EmulatorClock.Format(run.StoppedAt),
                exitCode = run.ExitCode,
            },
        };
    }
}
