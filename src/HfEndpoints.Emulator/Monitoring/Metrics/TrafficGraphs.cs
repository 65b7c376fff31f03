namespace HfEndpoints.Emulator;

/// <summary>The graphs of the requests that came to an endpoint.</summary>
internal static class TrafficGraphs
{
    private static readonly (string Name, double Part)[] s_percentiles = [("p50", 0.5), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99)];

    public static object StatusCodes(MetricsContext context) => Counts(context, status => status.ToString(CultureInfo.InvariantCulture));
    public static object StatusClasses(MetricsContext context) => Counts(context, status => $"{status / 100}xx");

    public static object Elapsed(MetricsContext context) => context.Graph(
        context.Steps.All(step => step.Requests == 0) ? [] : s_percentiles.Select(percentile => new
        {
            percentile = percentile.Name,
            summary = Percentile.Find(context.Steps.SelectMany(step => step.Latencies()), percentile.Part),
            data = GraphJson.Data(context.Points(step => Percentile.Find(step.Latencies(), percentile.Part))),
        }));

    public static object Pending(MetricsContext context) =>
        context.Graph([new { status = "pending", data = GraphJson.Data(context.Points(step => step.Pending)) }]);

    private static object Counts(MetricsContext context, Func<int, string> name)
    {
        string? replica = context.Window.ReplicaId;
        return context.Graph(context.Steps.SelectMany(step => step.Statuses(replica)).Distinct().Order().GroupBy(name).Select(group => new
        {
            statusCode = group.Key,
            sum = context.Steps.Sum(step => group.Sum(status => step.Count(status, replica))),
            data = GraphJson.Data(context.Points(step => group.Sum(status => step.Count(status, replica)))),
        }));
    }
}

/// <summary>The graphs of the replicas an endpoint had.</summary>
internal static class ReplicaGraphs
{
    private static readonly string[] s_counted = [ReplicaStage.Pending, ReplicaStage.Initializing, ReplicaStage.Running];
    public static object Ids(MetricsContext context) => context.Runs.Select(run => run.Id).ToArray();

    public static object Running(MetricsContext context) => context.Graph(s_counted.Select(status =>
    {
        IReadOnlyList<(DateTimeOffset At, double Value)> points = context.Points(step =>
            context.Runs.Count(run => ReplicaStage.At(run, step.End) is string stage && Counted(stage) == status));
        return new { status, max = points.Count > 0 ? points.Max(point => point.Value) : (double?)null, data = GraphJson.Data(points) };
    }));

    public static object Status(MetricsContext context)
    {
        DateTimeOffset until = context.Window.Stop < context.Now ? context.Window.Stop : context.Now;
        var series = context.Runs
            .SelectMany(run => ReplicaStage.History(run, until).Select(part => (Run: run, part.Stage, part.From, part.To)))
            .Where(part => part.To >= context.Window.Start)
            .GroupBy(part => part.Stage)
            .Select(group => new
            {
                stage = group.Key,
                data = group.Select(part => new
                {
                    x = EmulatorClock.Format(part.From > context.Window.Start ? part.From : context.Window.Start),
                    x2 = EmulatorClock.Format(part.To),
                    y = part.Run.Id,
                }).ToArray(),
            });
        return context.Window.With(("series", series.ToArray()), ("replicaIds", Ids(context)));
    }

    private static string Counted(string stage) =>
        stage is ReplicaStage.Pulling or ReplicaStage.Downloading ? ReplicaStage.Initializing : stage;
}
