namespace HfEndpoints.Commands;

/// <summary>Completes what makes an endpoint scale.</summary>
public sealed class ScalingMetricCompleter : WordListCompleter
{
    private protected override IEnumerable<(string Value, string ToolTip)> Words =>
    [
        ("hardwareUsage", "Percent of the CPU's or GPU's use"),
        ("pendingRequests", "Requests waiting for each replica"),
    ];
}
