namespace HfEndpoints.Commands;

/// <summary>Completes the names of metrics.</summary>
public sealed class MetricNameCompleter : WordListCompleter
{
    private protected override IEnumerable<(string Value, string ToolTip)> Words =>
        MetricDefinitions.All.Select(metric => (
            metric.Name, metric.Unit is null ? metric.Description : $"{metric.Description} ({metric.Unit})"));
}
