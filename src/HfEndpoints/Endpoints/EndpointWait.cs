namespace HfEndpoints.Commands;

/// <summary>
/// Gathers endpoints and waits for all of them at once, with the fewest requests. Each is written as soon as it is ready. It is what
/// Wait-HfInferenceEndpoint does, and the cmdlets that have -Wait.
/// </summary>
internal sealed class EndpointWait(HfCmdlet cmdlet, TimeSpan? timeout)
{
    private readonly List<EndpointTarget> _targets = [];

    /// <summary>The state to wait for.</summary>
    public string State { get; init; } = EndpointStates.Running;

    /// <summary>The time between two checks.</summary>
    public TimeSpan RefreshInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The wait of a cmdlet with -Wait; null without that switch.</summary>
    /// <exception cref="HfException">-Timeout was given alone: nothing would be limited by it.</exception>
    public static EndpointWait? IfAsked(HfCmdlet cmdlet, bool wait, TimeSpan? timeout) =>
        wait ? new EndpointWait(cmdlet, timeout)
        : timeout is null ? null
        : throw new HfException(
            HfErrorKind.InvalidRequest, "-Timeout limits how long -Wait waits. Add -Wait, or leave -Timeout out.");

    /// <summary>Adds an endpoint to wait for.</summary>
    public void Add(EndpointTarget target) => _targets.Add(target);

    /// <summary>Waits for all of them. A failure is one error record.</summary>
    public Task RunAsync(CmdletOutput output, CancellationToken cancellationToken) => Task.WhenAll(_targets
        .GroupBy(target => target.Connection)
        .Select(group => RunAsync(group.Key, [.. group], output, cancellationToken)));

    private async Task RunAsync(
        HfConnection connection, EndpointTarget[] targets, CmdletOutput output, CancellationToken cancellationToken)
    {
        WaitTarget[] waiting = [.. targets.Select(target => new WaitTarget(target.Namespace, target.Name)).Distinct()];
        var progress = new WaitProgressBars(output, waiting, timeout);
        var options = new WaitOptions
        {
            State = State,
            Timeout = timeout,
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
                    await cmdlet.ReportAsync(output, failed.Failed, result.Error!).ConfigureAwait(false);
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
