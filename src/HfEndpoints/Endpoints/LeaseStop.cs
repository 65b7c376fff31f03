using System.Collections.Concurrent;
using System.Management.Automation;
using HfEndpoints.Client;

namespace HfEndpoints.Commands;

/// <summary>
/// Stops an endpoint at the end of its use, and tells where that fails. The use may have ended by Ctrl+C, by an
/// exception, or because nobody downstream wants more: then the pipeline may take nothing any more, and the host is told.
/// </summary>
internal sealed class LeaseStop(PSCmdlet cmdlet, EndpointTarget target, LeaseEnd end) : IDisposable
{
    private static readonly TimeSpan s_lookInterval = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentQueue<string> _troubles = new();
    private EndpointLease? _lease;

    /// <summary>What is done, to follow "and" and "could not be".</summary>
    public string Verb => end switch
    {
        LeaseEnd.ScaleToZero => "scale to zero",
        LeaseEnd.Remove => "delete",
        _ => "pause",
    };

    /// <summary>Whether the use came to its own end, so that a failure to stop is an error record too.</summary>
    public bool IsWanted { get; set; }

    public EndpointLease Begin(EndpointLease lease) => _lease = lease;

    /// <summary>Told, on any thread, of a stop that has to be tried again.</summary>
    public void Tell(string trouble) => _troubles.Enqueue(trouble);

    public void Dispose()
    {
        if (_lease is null)
        {
            return;
        }

        // The pipeline thread waits here whatever ended the use; the requests run on others.
        Task<HfException?> ending = _lease.EndAsync();
        while (!ending.Wait(s_lookInterval))
        {
            TellTroubles();
        }

        TellTroubles();
        if (ending.Result is not { } failure)
        {
            return;
        }

        string command =
            $"{(end == LeaseEnd.Remove ? "Remove" : "Suspend")}-HfInferenceEndpoint {target.Name} -Namespace {target.Namespace}";
        Warn(
            $"Endpoint '{target.Name}' of '{target.Namespace}' may still be running and cost money. {failure.Message} "
            + $"Stop it with: {command}");
        if (IsWanted)
        {
            cmdlet.WriteError(ErrorRecords.From(target.Failed.Complete(failure), target.Item));
        }
    }

    private void TellTroubles()
    {
        while (_troubles.TryDequeue(out string? trouble))
        {
            Warn(trouble);
        }
    }

    private void Warn(string text)
    {
        try
        {
            cmdlet.WriteWarning(text);
        }
        catch (PipelineStoppedException)
        {
            cmdlet.Host.UI.WriteWarningLine(text);
        }
    }
}
