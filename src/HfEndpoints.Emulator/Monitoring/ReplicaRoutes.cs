namespace HfEndpoints.Emulator;

internal static class ReplicaRoutes
{
    public static void MapReplicas(this IEndpointRouteBuilder routes) => routes.MapGet("/v2/endpoint/{ns}/{name}/replica", ListAsync);

    private static Task ListAsync(HttpContext context, AccountDirectory accounts, EndpointStore store, string ns, string name)
    {
        accounts.Authorize(context.Request, ns, write: false);
        return context.AnswerJsonAsync(store.Use(ns, name, (record, now) => new JsonObject
        {
            ["items"] = new JsonArray([.. Listed(record.Life).Select(run => View(record.Life, run, now))]),
        }));
    }

    /// <summary>The replicas that are there, and those that a failure of the present version has left behind.</summary>
    private static IEnumerable<ReplicaRun> Listed(EndpointLife life)
    {
        string? version = life.Runs.Count > 0 ? life.Runs[^1].VersionId : null;
        return life.Runs.Where(run => run.IsAlive || (run.ExitCode is > 0 && run.VersionId == version));
    }

    private static JsonObject View(EndpointLife life, ReplicaRun run, DateTimeOffset now)
    {
        bool isUpdating = life.State == EndpointState.Updating && run.VersionId == life.Runs[^1].VersionId && !run.IsReady(now);
        return new JsonObject
        {
            ["id"] = run.Id,
            ["versionId"] = run.VersionId,
            ["status"] = new JsonObject
            {
                ["stage"] = ReplicaStage.At(run, now),
                ["live"] = run.IsAlive && !isUpdating,
                ["updating"] = isUpdating,
                ["startedAt"] = run.InitializingAt <= now ? EmulatorClock.Format(run.InitializingAt.Value) : null,
                ["stoppedAt"] = run.StoppedAt is DateTimeOffset stopped ? EmulatorClock.Format(stopped) : null,
                ["exitCode"] = run.ExitCode,
            },
        };
    }
}
