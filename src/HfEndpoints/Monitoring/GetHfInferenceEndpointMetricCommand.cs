namespace HfEndpoints.Commands;

/// <summary>Gets the metrics of endpoints: requests, latency, replicas, hardware, inference.</summary>
[Cmdlet(
    VerbsCommon.Get, "HfInferenceEndpointMetric", DefaultParameterSetName = EndpointSet,
    HelpUri = HelpPages.Root + "Get-HfInferenceEndpointMetric.md")]
[OutputType(typeof(HfMetricSummary), typeof(HfMetricPoint))]
public sealed class GetHfInferenceEndpointMetricCommand : EndpointActionCmdlet
{
    private MetricSelection _selection = new([]);
    private MetricsQuery? _query;

    /// <summary>The metrics; wildcards are allowed. Without it: all.</summary>
    [Parameter(Position = 1, HelpMessage = "The metrics; wildcards are allowed. Without it: all.")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MetricNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Metric { get; set; } = [];

    /// <summary>The start of the period: a date, or a TimeSpan before now.</summary>
    [Parameter(HelpMessage = "The start of the period: a date, or a TimeSpan before now.")]
    [ArgumentCompleter(typeof(MomentCompleter))]
    [MomentTransformation]
    public DateTimeOffset? Since { get; set; }

    /// <summary>The end of the period: a date, or a TimeSpan before now. By default now.</summary>
    [Parameter(HelpMessage = "The end of the period: a date, or a TimeSpan before now. By default now.")]
    [ArgumentCompleter(typeof(MomentCompleter))]
    [MomentTransformation]
    public DateTimeOffset? Until { get; set; }

    /// <summary>The length of the period, as a TimeSpan or in seconds. By default an hour.</summary>
    [Parameter(HelpMessage = "The length of the period, as a TimeSpan or in seconds. By default an hour.")]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [DurationTransformation(MinimumSeconds = 1, MaximumDays = 3660)]
    public TimeSpan? Last { get; set; }

    /// <summary>Only this replica.</summary>
    [Parameter(HelpMessage = "Only this replica.")]
    [Alias("ReplicaId")]
    [ArgumentCompleter(typeof(ReplicaCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Replica { get; set; }

    /// <summary>Emits each value of each series, with its time.</summary>
    [Parameter(HelpMessage = "Emits each value of each series, with its time.")]
    public SwitchParameter Raw { get; set; }

    /// <summary>Emits only the last value of each series.</summary>
    [Parameter(HelpMessage = "Emits only the last value of each series.")]
    public SwitchParameter Latest { get; set; }

    /// <summary>Emits a summary of each series, as without any of these switches.</summary>
    [Parameter(HelpMessage = "Emits a summary of each series, as without any of these switches.")]
    public SwitchParameter Summary { get; set; }

    /// <summary>Emits the current metrics as OpenMetrics text, one for each endpoint.</summary>
    [Parameter(HelpMessage = "Emits the current metrics as OpenMetrics text, one for each endpoint.")]
    public SwitchParameter OpenMetrics { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
            CheckShape();
            _selection = new MetricSelection(Metric);
            _query = new MetricTime(Since, Until, Last).ToQuery(Replica);
        }
        catch (HfException exception)
        {
            WriteError(ErrorRecords.From(exception, null));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // An invalid period is one error for all endpoints.
        if (_query is { } query)
        {
            ForEachTarget((target, output, cancellationToken) => OpenMetrics
                ? WriteTextAsync(target, output, cancellationToken)
                : WriteAsync(target, query, output, cancellationToken));
        }
    }

    private void CheckShape()
    {
        string[] shapes = [nameof(Raw), nameof(Latest), nameof(Summary), nameof(OpenMetrics)];
        string[] given = [.. shapes.Where(name => MyInvocation.BoundParameters.TryGetValue(name, out object? value)
            && value is SwitchParameter { IsPresent: true })];
        if (given.Length > 1)
        {
            throw Refuse($"-{given[0]} and -{given[1]} return different objects. Use one of them.");
        }

        string? other = new[] { nameof(Metric), nameof(Since), nameof(Until), nameof(Last), nameof(Replica) }
            .FirstOrDefault(MyInvocation.BoundParameters.ContainsKey);
        if (OpenMetrics && other is not null)
        {
            throw Refuse($"-OpenMetrics returns all current metrics. Leave out -{other}.");
        }
    }

    private async Task WriteAsync(EndpointTarget target, MetricsQuery query, CmdletOutput output, CancellationToken cancellationToken)
    {
        MetricsClient client = target.Client.Metrics;
        MetricReport report = _selection.Single is { } metric
            ? await client.GetAsync(target.Namespace, target.Name, metric, query, cancellationToken).ConfigureAwait(false)
            : await client.GetAllAsync(target.Namespace, target.Name, query, cancellationToken).ConfigureAwait(false);
        foreach (MetricSeries series in report.Series.Where(series => _selection.Includes(series) && series.Points.Count > 0))
        {
            await output.WriteAllAsync(FormOf(series)).ConfigureAwait(false);
        }

        _selection.CheckKnown(report);
    }

    private IReadOnlyCollection<object> FormOf(MetricSeries series) => Raw ? series.Points
        : Latest ? [series.Points[^1]]
        : series.Summarize() is { } summary ? [summary] : [];

    private static async Task WriteTextAsync(EndpointTarget target, CmdletOutput output, CancellationToken cancellationToken) =>
        await output.WriteAsync(
            await target.Client.Metrics.GetOpenMetricsAsync(target.Namespace, target.Name, cancellationToken).ConfigureAwait(false))
            .ConfigureAwait(false);

    private static HfException Refuse(string why) => new(HfErrorKind.InvalidRequest, why);
}
