using System.Diagnostics.CodeAnalysis;

namespace HfEndpoints.Client.Batches;

/// <summary>Sends jobs to one server. Requests only report how they ended: the dispatcher's loop takes them from here.</summary>
internal sealed class JobSender
{
    private readonly JobKinds _kinds;
    private readonly AsyncSignal _signal;
    private readonly ConcurrentQueue<BatchJob> _ended = new();
    private readonly InferenceOptions _patient;
    private readonly InferenceOptions _impatient;
    private int _isDown;

    /// <summary>Creates a sender.</summary>
    /// <param name="server">The server.</param>
    /// <param name="options">The time-outs.</param>
    /// <param name="figures">Notes how long the server takes to start.</param>
    /// <param name="signal">Set when a request ends, or shows that the server is down.</param>
    public JobSender(DeployedServer server, BatchOptions options, LaneFigures figures, AsyncSignal signal)
    {
        _kinds = new JobKinds(server);
        _signal = signal;
        _impatient = new InferenceOptions { ColdStartTimeout = TimeSpan.Zero, Timeout = options.Timeout };

        // One request waits for the endpoint to start, for all jobs.
        _patient = _impatient with
        {
            ColdStartTimeout = options.ColdStartTimeout,
            ColdStartProgress = elapsed =>
            {
                figures.NoteStart(elapsed);
                Interlocked.Exchange(ref _isDown, 1);
                signal.Set();
            },
            ColdStartEnded = () => figures.NoteStart(null),
        };
    }

    /// <summary>Whether a request has shown since the last call that the server is not up.</summary>
    public bool TakeDown() => Interlocked.Exchange(ref _isDown, 0) != 0;

    /// <summary>Takes a job whose request has ended.</summary>
    public bool TryTakeEnded([NotNullWhen(true)] out BatchJob? job) => _ended.TryDequeue(out job);

    /// <summary>Sends a job.</summary>
    /// <returns>Its line of the output, and the number of tokens.</returns>
    public async Task<(byte[] Line, long Tokens)> SendAsync(BatchJob job, CancellationToken cancellationToken)
    {
        // Not on the loop's thread, which decides about the other jobs meanwhile.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            BatchAnswer answer = await _kinds.ForKind(job.Kind)
                .AnswerAsync(job, job.Ticket.IsProbe ? _patient : _impatient, cancellationToken).ConfigureAwait(false);
            return (OutputLine.FromAnswer(job, answer), answer.Tokens);
        }
        finally
        {
            _ended.Enqueue(job);
            _signal.Set();
        }
    }
}
