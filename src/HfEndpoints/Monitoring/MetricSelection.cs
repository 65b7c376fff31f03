namespace HfEndpoints.Commands;

/// <summary>The metrics selected by -Metric: names, aliases and wildcards.</summary>
internal sealed class MetricSelection
{
    private readonly (string Name, MetricDefinition? Known)[] _wanted;
    private readonly Func<string, bool>[] _patterns;

    public MetricSelection(IEnumerable<string> names)
    {
        _wanted = [.. names.Select(name => (name, MetricDefinitions.Find(name)))];
        _patterns = [.. _wanted.Select(item => NamePattern.Compile(item.Known?.Name ?? item.Name))];
    }

    /// <summary>The only selected metric, which has its own route; null if there are several or it is not known.</summary>
    public MetricDefinition? Single => _wanted is [{ Known: { } metric }] ? metric : null;

    public bool Includes(MetricSeries series) => _patterns.Length == 0 || _patterns.Any(isMatch => isMatch(series.Metric));

    /// <summary>
    /// Throws for a name that neither this module nor the service knows. A metric that the endpoint lacks is not an
    /// error.
    /// </summary>
    public void CheckKnown(MetricReport report)
    {
        for (int i = 0; i < _wanted.Length; i++)
        {
            (string name, MetricDefinition? known) = _wanted[i];
            if (known is null && !System.Management.Automation.WildcardPattern.ContainsWildcardCharacters(name)
                && !report.Series.Any(series => _patterns[i](series.Metric)))
            {
                string[] names = [.. MetricDefinitions.All.Select(metric => metric.Name)];
                string hint = NearestWord.Find(name, names) is { } nearest ? $" Did you mean '{nearest}'?" : "";
                throw new HfException(
                    HfErrorKind.InvalidRequest,
                    $"There is no metric '{name}'. The metrics are "
                    + $"{string.Join(", ", names)}.{hint}");
            }
        }
    }
}
