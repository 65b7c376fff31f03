namespace HfEndpoints.Emulator;

/// <summary>The graphs of the requests that came to an endpoint.</summary>
internal static class TrafficGraphs
{
    private static readonly (string Name, double Part)[] s_percentiles = [("p50", 0.5), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99)];

    public static JsonObject StatusCodes(MetricsContext context) =>
        Counts(context, status => status.ToString(CultureInfo.InvariantCulture));

    public static JsonObject StatusClasses(MetricsContext context) => Counts(context, status => $"{status / 100}xx");

    public static JsonObject Elapsed(MetricsContext context) => GraphJson.Graph(
        context.Steps.All(step => step.Requests == 0) ? [] : s_percentiles.Select(percentile => new JsonObject
        {
            ["percentile"] = percentile.Name,
            ["summary"] = Percentile.Find(context.Steps.SelectMany(step => step.Latencies()), percentile.Part),
            ["data"] = GraphJson.Data(context.Points(step => Percentile.Find(step.Latencies(), percentile.Part))),
        }));

    public static JsonObject Pending(MetricsContext context) => GraphJson.Graph(
    [
        new JsonObject { ["status"] = "pending", ["data"] = GraphJson.Data(context.Points(step => step.Pending)) },
    ]);

    private static JsonObject Counts(MetricsContext context, Func<int, string> name)
    {
        string? replica = context.Window.ReplicaId;
        IEnumerable<IGrouping<string, int>> groups = context.Steps
            .SelectMany(step => step.Statuses(replica))
            .Distinct()
            .Order()
            .GroupBy(name);
        return GraphJson.Graph(groups.Select(group => new JsonObject
        {
            ["statusCode"] = group.Key,
            ["sum"] = context.Steps.Sum(step => group.Sum(status => step.Count(status, replica))),
            ["data"] = GraphJson.Data(context.Points(step => group.Sum(status => step.Count(status, replica)))),
        }));
    }
}
