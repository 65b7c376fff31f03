namespace HfEndpoints.Client;

/// <summary>Finds the graphs in an answer by any name and at any depth, because the service has added and renamed some before.</summary>
internal static class MetricsReader
{
    private const double MaxStep = 1e9;

    /// <summary>Reads an answer of the route that has all metrics, or of a route below it.</summary>
    public static MetricReport Read(JsonElement answer, string route, string owner, string endpoint)
    {
        if (answer.ValueKind != JsonValueKind.Object)
        {
            throw JsonMembers.Unreadable($"the metrics of endpoint '{endpoint}'");
        }

        var model = new MetricSeries { Endpoint = endpoint, Namespace = owner, Metric = "" };
        var series = new List<MetricSeries>();
        Collect(answer, route, model, series);
        return new MetricReport
        {
            Window = ReadWindow(answer),
            ReplicaIds = [.. answer.TextsOf("replicaIds")],
            Series = series,
        };
    }

    private static void Collect(JsonElement json, string path, MetricSeries model, List<MetricSeries> into)
    {
        model = model with { Window = ReadWindow(json) ?? model.Window };
        foreach (JsonProperty member in json.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Object)
            {
                Collect(member.Value, path.Length == 0 ? member.Name : $"{path}/{member.Name}", model, into);
            }
            else if (member.NameEquals("series") && member.Value.ValueKind == JsonValueKind.Array)
            {
                into.AddRange(ReadGraph(member.Value, path, model));
            }
        }
    }

    private static IEnumerable<MetricSeries> ReadGraph(JsonElement graph, string path, MetricSeries model)
    {
        // Requests are two graphs of one metric, waiting and running: the last part of the path is their status.
        MetricDefinition? metric = MetricDefinitions.At(path);
        string? part = null;
        int slash = path.LastIndexOf('/');
        if (metric is null && slash > 0 && MetricDefinitions.At(path[..slash]) is { } whole)
        {
            (metric, part) = (whole, path[(slash + 1)..]);
        }

        model = model with { Metric = metric?.Name ?? ToName(path), Unit = metric?.Unit, Series = part };
        return graph.EnumerateArray()
            .Where(series => series.ValueKind == JsonValueKind.Object)
            .SelectMany(series => ReadSeries(series, model));
    }

    // One series, or one for each replica where the points are the replicas' stages.
    private static IEnumerable<MetricSeries> ReadSeries(JsonElement json, MetricSeries model)
    {
        MetricSeries series = model with
        {
            Series = json.WordOf("statusCode") ?? json.WordOf("percentile") ?? json.WordOf("status") ?? model.Series
                ?? json.WordOf("stage"),
            Replica = json.WordOf("replicaId"),
            Device = json.CountOf("deviceId"),
            Overall = json.NumberOf("summary"),
            Max = json.NumberOf("max"),
            Sum = json.NumberOf("sum"),
        };
        JsonElement[] data = [.. json.ItemsOf("data").Where(item => item.ValueKind == JsonValueKind.Object)];
        return data.Any(item => item.TryGetProperty("x2", out _))
            ? ReadRanges(data, series)
            : [WithPoints(series, data.Select(item => (item.TimeOf("x"), item.NumberOf("y"))))];
    }

    // A point is a bar of a chart: from x to x2, in the row of the replica that y names.
    private static IEnumerable<MetricSeries> ReadRanges(JsonElement[] data, MetricSeries series) => data
        .GroupBy(item => item.WordOf("y"))
        .Select(row => WithPoints(
            series with { Replica = row.Key },
            row.Select(item => (Start: item.TimeOf("x"), End: item.TimeOf("x2")))
                .Select(range => (range.Start, (range.End - range.Start)?.TotalSeconds))));

    // A point without a value or a time is omitted.
    private static MetricSeries WithPoints(MetricSeries series, IEnumerable<(DateTimeOffset? Time, double? Value)> points) =>
        series with
        {
            Points =
            [
                .. points.Where(point => point is { Time: not null, Value: not null })
                    .OrderBy(point => point.Time)
                    .Select(point => series.ToPoint(point.Time!.Value, point.Value!.Value)),
            ],
        };

    private static MetricWindow? ReadWindow(JsonElement json) =>
        json.TimeOf("start") is { } start && json.TimeOf("stop") is { } stop
            ? new MetricWindow(
                start,
                stop,
                json.NumberOf("timeWindowSeconds") is >= 0 and < MaxStep and { } seconds ? TimeSpan.FromSeconds(seconds) : null)
            : null;

    // "inference/vllm-batch" becomes "InferenceVllmBatch".
    private static string ToName(string path) => string.Concat(path
        .Split(['/', '-', '_'], StringSplitOptions.RemoveEmptyEntries)
        .Select(word => $"{char.ToUpperInvariant(word[0])}{word[1..]}"));
}
