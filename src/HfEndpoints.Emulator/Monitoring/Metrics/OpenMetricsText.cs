namespace HfEndpoints.Emulator;

/// <summary>An endpoint's metrics in the OpenMetrics text format.</summary>
internal static class OpenMetricsText
{
    private static readonly double[] s_quantiles = [0.5, 0.9, 0.95, 0.99];

    private static readonly (string Gauge, string Help)[] s_gauges =
    [
        ("cpu_usage_percent", "CPU percent"), ("memory_usage_percent", "Memory percent"),
        ("gpu_usage_percent", "GPU percent"), ("gpu_memory_usage_percent", "GPU memory percent"),
    ];

    public static string Write(EndpointRecord record, DateTimeOffset now)
    {
        var text = new StringBuilder();
        AppendLatencies(text, record.Traffic);
        AppendRequests(text, record.Traffic);
        var window = new MetricsWindow(now, now, TimeSpan.FromSeconds(10), null);
        ILookup<string, (string Gauge, string ReplicaId, double Percent)> values =
            HardwareGraphs.Latest(new MetricsContext(record, window, now)).ToLookup(value => value.Gauge);
        foreach ((string gauge, string help) in s_gauges)
        {
            AppendLine(text, $"# HELP {gauge} {help}");
            AppendLine(text, $"# TYPE {gauge} gauge");
            AppendLine(text, $"# UNIT {gauge} percent");
            foreach ((_, string replica, double percent) in values[gauge])
            {
                AppendLine(text, $"{gauge}{{replica_id=\"{replica}\"}} {GraphJson.Round(percent)}");
            }
        }

        return text.Append("# EOF\n").ToString();
    }

    private static void AppendLatencies(StringBuilder text, EndpointTraffic traffic)
    {
        AppendLine(text, $"# HELP latency_distribution Latency distribution");
        AppendLine(text, $"# TYPE latency_distribution summary");
        foreach (double quantile in s_quantiles)
        {
            if (Percentile.Find(traffic.Recent.Select(seconds => (seconds, 1.0)), quantile) is double value)
            {
                AppendLine(text, $"latency_distribution{{quantile=\"{quantile}\"}} {value:0.#########}");
            }
        }

        AppendLine(text, $"latency_distribution_count {traffic.Totals.Values.Sum()}");
        AppendLine(text, $"latency_distribution_sum {traffic.TotalSeconds:0.#########}");
    }

    private static void AppendRequests(StringBuilder text, EndpointTraffic traffic)
    {
        AppendLine(text, $"# HELP http_requests HTTP requests by code and replicas");
        AppendLine(text, $"# TYPE http_requests counter");
        foreach (((string replica, int status), long count) in traffic.Totals.OrderBy(pair => pair.Key))
        {
            AppendLine(text, $"http_requests_total{{replica_id=\"{replica}\",status_code=\"{status}\"}} {count}");
        }
    }

    private static void AppendLine(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}

internal static class Percentile
{
    /// <summary>The value that a part of the weight lies at or below; null without values.</summary>
    public static double? Find(IEnumerable<(double Value, double Weight)> values, double part)
    {
        (double Value, double Weight)[] sorted = [.. values.OrderBy(pair => pair.Value)];
        double left = sorted.Sum(pair => pair.Weight) * part;
        foreach ((double value, double weight) in sorted)
        {
            left -= weight;
            if (left <= 1e-9)
            {
                return value;
            }
        }

        return sorted.Length > 0 ? sorted[^1].Value : null;
    }
}
