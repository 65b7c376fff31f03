namespace HfEndpoints.Commands;

/// <summary>Waits until endpoints are ready, or in another state, and emits each as soon as it is.</summary>
[Cmdlet(
    VerbsLifecycle.Wait, "HfInferenceEndpoint", DefaultParameterSetName = EndpointSet,
    HelpUri = HelpPages.Root + "Wait-HfInferenceEndpoint.md")]
[OutputType(typeof(HfInferenceEndpoint))]
public sealed class WaitHfInferenceEndpointCommand : EndpointActionCmdlet
{
    private readonly List<EndpointTarget> _targets = [];

    /// <summary>The state to wait for. running also requires that the health route answers.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(EndpointStateCompleter))]
    [ValidateNotNullOrEmpty]
    public string State { get; set; } = EndpointStates.Running;

    /// <summary>How long to wait, in seconds or as a TimeSpan; by default as long as it takes.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? Timeout { get; set; }

    /// <summary>The time between two checks, in seconds or as a TimeSpan; by default 5 s.</summary>
    [Parameter]
    [Alias("RefreshEvery", "FetchEvery")]
    [DurationTransformation(MinimumSeconds = 0.05)]
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (!EndpointStates.All.Contains(State, StringComparer.OrdinalIgnoreCase))
        {
            string hint = NearestWord.Find(State, EndpointStates.All) is { } nearest ? $" Did you mean '{nearest}'?" : "";
            WriteWarning(
                $"'{State}' is not a known state ({string.Join(", ", EndpointStates.All)}): "
                + $"the wait ends only if the service reports it.{hint}");
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForEachTarget((target, _, _) =>
    {
        _targets.Add(target);
        return Task.CompletedTask;
    });

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // Only now is the number of endpoints known, and so the cheapest way to check them.
        Run((output, cancellationToken) => Task.WhenAll(_targets.GroupBy(target => target.Connection)
            .Select(group => WaitAsync(group.Key, [.. group], output, cancellationToken))));
    }

    private async Task WaitAsync(
        HfConnection connection, EndpointTarget[] targets, CmdletOutput output, CancellationToken cancellationToken)
    {
        WaitTarget[] waiting = [.. targets.Select(target => new WaitTarget(target.Namespace, target.Name)).Distinct()];
        var progress = new WaitProgressBars(output, waiting, Timeout);
        var options = new WaitOptions
        {
            State = State,
            Timeout = Timeout,
            RefreshInterval = RefreshInterval,
            Progress = progress.Show,
            Trouble = output.Warn,
        };
        try
        {
            EndpointWaiter waiter = connection.CreateClient(output).GetWaiter();
            await foreach (EndpointResult result in waiter.WaitAsync(waiting, options, cancellationToken).ConfigureAwait(false))
            {
                progress.End(result.Target);
                if (result.Endpoint is { } endpoint)
                {
                    await output.WriteAllAsync([connection.Own(endpoint)]).ConfigureAwait(false);
                }
                else
                {
                    EndpointTarget failed = targets.First(target => IsSame(target, result.Target));
                    await ReportAsync(output, failed.Failed, result.Error!).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            progress.EndAll();
        }
    }

    private static bool IsSame(EndpointTarget target, WaitTarget waited) =>
        target.Namespace == waited.Namespace && target.Name == waited.Name;
}
