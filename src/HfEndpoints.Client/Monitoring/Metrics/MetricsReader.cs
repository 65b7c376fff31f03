using System.Text.Json;

namespace HfEndpoints.Client;

/// <summary>
/// Finds the graphs in an answer, whatever they are called and however deep they lie: the service added some and
/// renamed others before.
/// </summary>
internal static class MetricsReader
{
    /// <summary>Reads an answer of the route that has all metrics, or of a route below it.</summary>
    public static MetricReport Read(JsonElement answer, string route, string endpoint)
    {
        if (answer.ValueKind != JsonValueKind.Object)
        {
            throw new HfException(
                HfErrorKind.InvalidResponse,
                $"The service's answer is JSON, but no metrics of endpoint '{endpoint}' can be read from it.");
        }

        var series = new List<MetricSeries>();
        Collect(answer, route, null, series);
        return new MetricReport
        {
            Window = ReadWindow(answer),
            ReplicaIds = answer.TryGetProperty("replicaIds", out JsonElement ids) ? ReadTexts(ids) : [],
            Series = series,
        };
    }

    public static IReadOnlyList<string> ReadTexts(JsonElement list) => list.ValueKind == JsonValueKind.Array
        ? [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
        : [];

    private static void Collect(JsonElement json, string path, MetricWindow? outer, List<MetricSeries> into)
    {
        MetricWindow? window = ReadWindow(json) ?? outer;
        foreach (JsonProperty member in json.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Object)
            {
                Collect(member.Value, path.Length == 0 ? member.Name : $"{path}/{member.Name}", window, into);
            }
            else if (member.NameEquals("series") && member.Value.ValueKind == JsonValueKind.Array)
            {
                into.AddRange(ReadGraph(member.Value, path, window));
            }
        }
    }

    private static IEnumerable<MetricSeries> ReadGraph(JsonElement graph, string path, MetricWindow? window)
    {
        // Requests are two graphs of one metric, waiting and running: the last part of the path is their status.
        MetricDefinition? metric = MetricDefinitions.At(path);
        string? part = null;
        int slash = path.LastIndexOf('/');
        if (metric is null && slash > 0 && MetricDefinitions.At(path[..slash]) is { } whole)
        {
            (metric, part) = (whole, path[(slash + 1)..]);
        }

        return graph.EnumerateArray()
            .Where(series => series.ValueKind == JsonValueKind.Object)
            .SelectMany(series => SeriesReader.Read(series, new MetricSeries
            {
                Metric = metric?.Name ?? ToName(path),
                Unit = metric?.Unit,
                Window = window,
                Labels = new MetricLabels { Status = part },
            }));
    }

    private static MetricWindow? ReadWindow(JsonElement json)
    {
        if (SeriesReader.Time(json, "start") is not { } start || SeriesReader.Time(json, "stop") is not { } stop)
        {
            return null;
        }

        double? seconds = SeriesReader.Number(json, "timeWindowSeconds");
        return new MetricWindow(start, stop, seconds is null ? null : TimeSpan.FromSeconds(seconds.Value));
    }

    // "inference/vllm-batch" becomes "InferenceVllmBatch".
    private static string ToName(string path) => string.Concat(path
        .Split(['/', '-', '_'], StringSplitOptions.RemoveEmptyEntries)
        .Select(word => $"{char.ToUpperInvariant(word[0])}{word[1..]}"));
}
