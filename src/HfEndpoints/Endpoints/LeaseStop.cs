namespace HfEndpoints.Commands;

/// <summary>
/// Stops an endpoint after its use, and reports a failure. If the use ended by Ctrl+C, an exception or Select-Object
/// -First, the pipeline may be closed, so the failure goes to the host.
/// </summary>
internal sealed class LeaseStop(PSCmdlet cmdlet, EndpointTarget target, LeaseEnd end) : IDisposable
{
    private readonly LeaseTroubles _troubles = new(cmdlet);
    private EndpointLease? _lease;

    /// <summary>What is done, for messages: "could not be ...".</summary>
    public string Verb => end switch
    {
        LeaseEnd.ScaleToZero => "scale to zero",
        LeaseEnd.Remove => "delete",
        _ => "pause",
    };

    /// <summary>Whether the use ended normally, so that a failure to stop is also an error record.</summary>
    public bool IsWanted { get; set; }

    public EndpointLease Begin(EndpointLease lease) => _lease = lease;

    /// <summary>Called on any thread when the stop is retried.</summary>
    public void Tell(string trouble) => _troubles.Tell(trouble);

    public void Dispose()
    {
        if (_lease is null)
        {
            return;
        }

        if (_troubles.Await(_lease.EndAsync()) is not { } failure)
        {
            TellState();
            return;
        }

        string command =
            $"{(end == LeaseEnd.Remove ? "Remove" : "Suspend")}-HfInferenceEndpoint {target.Name} -Namespace {target.Namespace}";
        LastWords.Warn(
            cmdlet,
            $"Endpoint '{target.Name}' of '{target.Namespace}' may still be running and cost money. {failure.Message} "
            + $"Stop it with: {command}");
        if (IsWanted)
        {
            cmdlet.WriteError(ErrorRecords.From(target.Failed.Complete(failure), target.Item));
        }
    }

    private void TellState()
    {
        if (_lease?.EndedAs is { } done)
        {
            string state = done switch
            {
                LeaseEnd.ScaleToZero => "scaled to zero",
                LeaseEnd.Remove => "deleted",
                _ => "paused",
            };
            LastWords.Say(cmdlet, $"Endpoint '{target.Name}' is {state}.");
        }
    }
}
