using System.Globalization;
using System.Text.Json;

namespace HfEndpoints.Client;

/// <summary>Reads a series of a graph. What has no value, or no time, is left out.</summary>
internal static class SeriesReader
{
    /// <summary>
    /// Reads a series into copies of a model: one, or one for each replica where the points are the replicas' stages.
    /// </summary>
    public static IEnumerable<MetricSeries> Read(JsonElement json, MetricSeries model)
    {
        MetricSeries series = model with
        {
            Labels = new MetricLabels
            {
                ReplicaId = Text(json, "replicaId"),
                DeviceId = (int?)Number(json, "deviceId"),
                Percentile = Text(json, "percentile"),
                StatusCode = Text(json, "statusCode"),
                Status = Text(json, "status") ?? model.Labels.Status,
                Stage = Text(json, "stage"),
            },
            Summary = Number(json, "summary"),
            Max = Number(json, "max"),
            Sum = Number(json, "sum"),
        };
        JsonElement[] data = json.TryGetProperty("data", out JsonElement list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object)]
            : [];
        return data.Any(item => item.TryGetProperty("x2", out _))
            ? ReadRanges(data, series)
            : [series with { Points = Sort(data.Select(ReadPoint)) }];
    }

    /// <summary>A member as a text, be it one or a number; null where it is neither.</summary>
    public static string? Text(JsonElement json, string name) => !json.TryGetProperty(name, out JsonElement value)
        ? null
        : value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };

    /// <summary>A member as a finite number; null where it is none.</summary>
    public static double? Number(JsonElement json, string name) =>
        double.TryParse(Text(json, name), CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number
            : null;

    /// <summary>A member as a time: RFC 3339, or seconds since 1970 as older servers say it.</summary>
    public static DateTimeOffset? Time(JsonElement json, string name)
    {
        string? text = Text(json, name);
        if (DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time))
        {
            return time;
        }

        return double.TryParse(text, CultureInfo.InvariantCulture, out double seconds) && Math.Abs(seconds) < 1e11
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
            : null;
    }

    private static MetricPoint? ReadPoint(JsonElement json) =>
        Time(json, "x") is { } time && Number(json, "y") is { } value ? new MetricPoint(time, value) : null;

    // A point is a bar of a chart: from x to x2, in the row of the replica that y names.
    private static IEnumerable<MetricSeries> ReadRanges(JsonElement[] data, MetricSeries series) => data
        .GroupBy(item => Text(item, "y"))
        .Select(row => series with
        {
            Labels = series.Labels with { ReplicaId = row.Key },
            Points = Sort(row.Select(ReadRange)),
        });

    private static MetricPoint? ReadRange(JsonElement json) =>
        Time(json, "x") is { } start && Time(json, "x2") is { } end
            ? new MetricPoint(start, (end - start).TotalSeconds) { EndTime = end }
            : null;

    private static MetricPoint[] Sort(IEnumerable<MetricPoint?> points) =>
        [.. points.OfType<MetricPoint>().OrderBy(point => point.Time)];
}
