namespace HfEndpoints.Commands;

/// <summary>Watches endpoints: emits each as it is, and again after each change of its state or replicas.</summary>
[Cmdlet(
    VerbsCommon.Watch, "HfInferenceEndpoint", DefaultParameterSetName = EndpointSet,
    HelpUri = HelpPages.Root + "Watch-HfInferenceEndpoint.md")]
[OutputType(typeof(HfInferenceEndpoint))]
public sealed class WatchHfInferenceEndpointCommand : EndpointActionCmdlet
{
    private readonly List<EndpointTarget> _targets = [];

    /// <summary>The time between two checks if the service has no event stream; by default 5 s.</summary>
    [Parameter(HelpMessage = "The time between two checks if the service has no event stream; by default 5 s.")]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [DurationTransformation(MinimumSeconds = 0.05)]
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForEachTarget((target, _, _) =>
    {
        _targets.Add(target);
        return Task.CompletedTask;
    });

    /// <inheritdoc/>
    protected override void EndProcessing() =>
        Run((output, cancellationToken) => Task.WhenAll(_targets
            .GroupBy(target => target.Connection)
            .Select(targets => WatchAsync(targets.Key, targets, output, cancellationToken))));

    private async Task WatchAsync(
        HfConnection connection, IEnumerable<EndpointTarget> targets, CmdletOutput output, CancellationToken cancellationToken)
    {
        await foreach (EndpointResult result in connection.CreateClient(output).GetWatcher().WatchAsync(
                targets.Select(target => new WaitTarget(target.Namespace, target.Name)),
                new WatchOptions { RefreshInterval = RefreshInterval, Trouble = output.Warn },
                cancellationToken).ConfigureAwait(false))
        {
            if (result.Endpoint is { } seen)
            {
                PSObject shown = connection.Own(seen).ShownAs("Watched");
                shown.Properties.Add(new PSNoteProperty("Time", connection.Options.TimeProvider.GetUtcNow()));
                await output.WriteAllAsync([shown]).ConfigureAwait(false);
            }
            else
            {
                EndpointTarget failed = targets.First(target =>
                    target.Namespace == result.Target.Namespace && target.Name == result.Target.Name);
                await ReportAsync(output, failed.Failed, result.Error!).ConfigureAwait(false);
            }
        }
    }
}
