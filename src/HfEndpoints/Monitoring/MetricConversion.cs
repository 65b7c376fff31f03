using HfEndpoints.Client;

namespace HfEndpoints.Commands;

/// <summary>Makes what users see of a series.</summary>
internal static class MetricConversion
{
    public static IReadOnlyCollection<HfMetricPoint> ToPoints(MetricSeries series, EndpointTarget target) =>
        [.. series.Points.Select(point => ToPoint(series, point, target))];

    /// <summary>The last value of a series that has one.</summary>
    public static HfMetricPoint ToLatest(MetricSeries series, EndpointTarget target) =>
        ToPoint(series, series.Points[^1], target);

    /// <summary>What a series that has values comes to.</summary>
    public static HfMetricSummary ToSummary(MetricSeries series, EndpointTarget target)
    {
        double[] values = [.. series.Points.Select(point => point.Value)];
        return new HfMetricSummary
        {
            Endpoint = target.Name,
            Namespace = target.Namespace,
            Metric = series.Metric,
            Series = Label(series.Labels),
            Replica = series.Labels.ReplicaId,
            Device = series.Labels.DeviceId,
            Count = values.Length,
            Minimum = values.Min(),
            Average = values.Average(),
            Maximum = values.Max(),
            Sum = values.Sum(),
            Latest = values[^1],
            Overall = series.Summary,
            Unit = series.Unit,
        };
    }

    private static HfMetricPoint ToPoint(MetricSeries series, MetricPoint point, EndpointTarget target) => new()
    {
        Endpoint = target.Name,
        Namespace = target.Namespace,
        Metric = series.Metric,
        Series = Label(series.Labels),
        Replica = series.Labels.ReplicaId,
        Device = series.Labels.DeviceId,
        Time = point.Time,
        Value = point.Value,
        Unit = series.Unit,
    };

    private static string? Label(MetricLabels labels) =>
        labels.StatusCode ?? labels.Percentile ?? labels.Status ?? labels.Stage;
}
