namespace HfEndpoints.Commands;

/// <summary>Completes what makes an endpoint scale.</summary>
public sealed class ScalingMetricCompleter : WordListCompleter
{
    private protected override IEnumerable<(string Value, string ToolTip)> Words =>
    [
        ("hardwareUsage", "CPU or GPU usage in percent"),
        ("pendingRequests", "Requests waiting for each replica"),
    ];
}
