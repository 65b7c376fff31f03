namespace HfEndpoints.Emulator;

/// <summary>The graphs of the replicas an endpoint had.</summary>
internal static class ReplicaGraphs
{
    private static readonly string[] s_counted = [ReplicaStage.Pending, ReplicaStage.Initializing, ReplicaStage.Running];
    public static JsonArray Ids(MetricsContext context) => new([.. context.Runs.Select(run => JsonValue.Create(run.Id))]);

    public static JsonObject Running(MetricsContext context) => GraphJson.Graph(s_counted.Select(status =>
    {
        IReadOnlyList<(DateTimeOffset At, double Value)> points = context.Points(step =>
            context.Runs.Count(run => ReplicaStage.At(run, step.End) is string stage && Counted(stage) == status));
        return new JsonObject
        {
            ["status"] = status,
            ["max"] = points.Count > 0 ? points.Max(point => point.Value) : null,
            ["data"] = GraphJson.Data(points),
        };
    }));

    public static JsonObject Status(MetricsContext context)
    {
        DateTimeOffset until = context.Window.Stop < context.Now ? context.Window.Stop : context.Now;
        IEnumerable<JsonObject> series = context.Runs
            .SelectMany(run => ReplicaStage.History(run, until).Select(part => (Run: run, part.Stage, part.From, part.To)))
            .Where(part => part.To >= context.Window.Start)
            .GroupBy(part => part.Stage)
            .Select(group => new JsonObject
            {
                ["stage"] = group.Key,
                ["data"] = new JsonArray([.. group.Select(part => new JsonObject
                {
                    ["x"] = EmulatorClock.Format(part.From > context.Window.Start ? part.From : context.Window.Start),
                    ["x2"] = EmulatorClock.Format(part.To),
                    ["y"] = part.Run.Id,
                })]),
            });
        JsonObject graph = GraphJson.Graph(series);
        graph["replicaIds"] = Ids(context);
        return graph;
    }

    private static string Counted(string stage) =>
        stage is ReplicaStage.Pulling or ReplicaStage.Downloading ? ReplicaStage.Initializing : stage;
}
