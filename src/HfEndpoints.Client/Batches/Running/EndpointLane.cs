namespace HfEndpoints.Client.Batches;

/// <summary>
/// One endpoint of a batch: the requests to it, as many as its own controller allows, the jobs that wait to be sent to it again,
/// and what follows a failure. Used by the dispatcher's loop; requests only report how they ended.
/// </summary>
internal sealed class EndpointLane : IDisposable
{
    private const int MinUnsure = 16;

    private static readonly TimeSpan s_working = TimeSpan.FromSeconds(1);

    private readonly BatchContext _batch;
    private readonly BatchOptions _options;
    private readonly TimeProvider _clock;
    private readonly JobSender _sender;
    private readonly HashSet<BatchJob> _running = [];
    private readonly WaitingJobs _waiting = new();
    private readonly UnsureJobs _unsure;
    private readonly EndpointHealth _health;
    private CancellationTokenSource? _stop;

    public EndpointLane(DeployedServer server, BatchContext batch)
    {
        _batch = batch;
        _clock = batch.Clock;
        _options = batch.Options with { Timeout = batch.Options.Timeout ?? server.Transport.Options.InferenceTimeout };
        string label = server.Target.Label;
        Label = char.ToUpperInvariant(label[0]) + label[1..];
        _unsure = new UnsureJobs(batch.Room);
        _health = new EndpointHealth(_options, _clock);
        Controller = new ConcurrencyController(_options.ThrottleLimit, _clock);
        Figures = new LaneFigures(server.Target, Controller, _clock);
        _sender = new JobSender(server, _options, Figures, batch.Signal);
    }

    /// <summary>How many requests it is sent at once.</summary>
    public ConcurrencyController Controller { get; }

    /// <summary>What it did so far.</summary>
    public LaneFigures Figures { get; }

    /// <summary>Its name, at the beginning of a message.</summary>
    public string Label { get; }

    /// <summary>Why it takes no further jobs; null while it does.</summary>
    public HfException? Error { get; private set; }

    /// <summary>Whether it was still starting when the others had done the rest.</summary>
    public bool IsSetAside { get; private set; }

    /// <summary>Whether it may be sent jobs.</summary>
    public bool IsOpen => Error is null && !IsSetAside;

    /// <summary>Whether it waits for its endpoint to start.</summary>
    public bool IsStarting => Figures.Starting is not null;

    /// <summary>Whether nothing was answered since the last failure.</summary>
    public bool IsFailing => _waiting.IsFailing;

    /// <summary>Whether jobs failed of which it is not known whether the endpoint is the cause.</summary>
    public bool HasUnsure => _unsure.Count > 0;

    /// <summary>Whether it has no job.</summary>
    public bool IsIdle => _running.Count == 0 && _waiting.Count == 0;

    /// <summary>When a job of its own is due again, by the clock's timestamp; null if none waits.</summary>
    public long? DueAt => _waiting.DueAt;

    /// <summary>Whether it takes a job that it has not yet.</summary>
    public bool AllowsNew => _waiting.AllowNew(Controller.Limit);

    /// <summary>Whether a job that waits here may be sent to another endpoint, because its pause is over, or was for this one.</summary>
    public bool CanGive(long now) => _waiting.Next is { IsRefused: true } || _waiting.DueAt <= now;

    /// <summary>Takes the job that has waited longest, to send it again.</summary>
    public BatchJob TakeWaiting() => _waiting.Take();

    /// <summary>Takes the job that has waited longest, to send it to another endpoint.</summary>
    public BatchJob GiveWaiting()
    {
        BatchJob job = _waiting.Take();
        (job.FirstSentAt, job.FirstFailedAt) = (0, 0);
        return job;
    }

    /// <summary>Begins the batch.</summary>
    public void Begin(CancellationToken cancellationToken) =>
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

    /// <summary>Tells the controller whether a request has shown that the endpoint is not up.</summary>
    public void NoteDown()
    {
        if (_sender.TakeDown())
        {
            Controller.Down();
        }
    }

    /// <summary>Sends a job.</summary>
    public void Start(BatchJob job, RequestTicket ticket)
    {
        job.Ticket = ticket;
        job.FirstSentAt = job.FirstSentAt == 0 ? _clock.GetTimestamp() : job.FirstSentAt;
        job.Attempts++;
        Figures.Retries += job.Attempts > 1 ? 1 : 0;
        _running.Add(job);
        job.Attempt = _sender.SendAsync(job, _stop!.Token);
    }

    /// <summary>Handles the requests that have ended.</summary>
    public async Task SettleAsync()
    {
        while (_sender.TryTakeEnded(out BatchJob? job))
        {
            _running.Remove(job);
            (byte[] Line, long Tokens) answer;
            try
            {
                answer = await job.Attempt!.ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is OperationCanceledException || (exception is HfException && !IsOpen))
            {
                // It was stopped when its jobs were left to the others.
                Controller.Failed(job.Ticket, isMaybeLoad: false);
                HandOver(job);
                continue;
            }
            catch (HfException exception)
            {
                await SettleAsync(job, exception).ConfigureAwait(false);
                continue;
            }

            await SettleAsync(job, answer).ConfigureAwait(false);
        }
    }

    /// <summary>Decides about jobs whose failure may be theirs, or that of the endpoint.</summary>
    /// <param name="isLast">Whether there are no further jobs.</param>
    public async Task SettleUnsureAsync(bool isLast)
    {
        bool isRest = isLast && IsIdle;
        foreach ((BatchJob job, HfException error) in _unsure.Take(job => _health.IsThereAfter(job, isRest)))
        {
            // A job that fails a second time has failed for good.
            if (job.UnsureFailures > 1)
            {
                await FailAsync(job, error).ConfigureAwait(false);
            }
            else
            {
                _waiting.Add(job, _clock.GetTimestamp());
            }
        }

        if (_unsure.Count >= (isRest && _waiting.Count == 0 ? 1 : Math.Max(MinUnsure, Controller.Limit)))
        {
            End(_unsure.Error);
        }
    }

    /// <summary>Stops its requests, and leaves its jobs to the others.</summary>
    public void Leave()
    {
        _stop!.Cancel();
        while (_waiting.Count > 0)
        {
            HandOver(_waiting.Take());
        }

        foreach ((BatchJob job, _) in _unsure.Take(_ => true))
        {
            HandOver(job);
        }
    }

    /// <summary>Leaves its jobs to the others, because it is still starting and they have nothing else to do.</summary>
    public void SetAside()
    {
        IsSetAside = true;
        Figures.Message = "It was still starting when the other endpoints had answered the rest.";
        Leave();
    }

    /// <summary>Takes jobs again, after it was set aside.</summary>
    public void Return(CancellationToken cancellationToken)
    {
        IsSetAside = false;
        Figures.Message = null;
        _stop!.Dispose();
        Begin(cancellationToken);
    }

    /// <summary>Waits for the requests that were stopped, and keeps the answers that were there already.</summary>
    public async Task FinishAsync()
    {
        await ((Task)Task.WhenAll(_running.Select(job => job.Attempt!))).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (_sender.TryTakeEnded(out BatchJob? job))
        {
            _running.Remove(job);
            if (job.Attempt!.IsCompletedSuccessfully)
            {
                await SettleAsync(job, await job.Attempt.ConfigureAwait(false)).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stop?.Dispose();

    private async Task SettleAsync(BatchJob job, (byte[] Line, long Tokens) answer)
    {
        _batch.Room.Leave(job);
        Controller.Succeeded(job.Ticket);
        _health.NoteAnswer(job);
        _waiting.NoteAnswer();
        Figures.NoteStart(null);
        await _batch.Answers.AddAsync(answer.Line, isError: false).ConfigureAwait(false);
        Figures.Succeeded++;
        Figures.Tokens += answer.Tokens;
    }

    private async Task SettleAsync(BatchJob job, HfException error)
    {
        Verdict verdict = _health.Judge(job, error, IsWorking);
        job.IsRefused = verdict == Verdict.Refused;
        TimeSpan? pause = verdict is Verdict.Retry or Verdict.Down or Verdict.Refused ? _health.PauseOf(job, error) : null;
        if (job.IsRefused || verdict == Verdict.Down)
        {
            Controller.Refused(job.Ticket, isDown: verdict == Verdict.Down, FailureRule.RetryAfterOf(error) is null ? null : pause);
        }
        else
        {
            Controller.Failed(job.Ticket, isMaybeLoad: verdict == Verdict.Retry);
        }

        if (verdict == Verdict.Unsure)
        {
            _unsure.Add(job, error, _clock.GetTimestamp());
            return;
        }

        if (pause is { } wait)
        {
            _waiting.NoteFailure();
            verdict = _health.JudgeRetry(job, error, verdict, isAlone: IsIdle);
            if (verdict == Verdict.Retry)
            {
                _waiting.Add(job, _clock.GetTimestamp() + ToTicks(wait));
                return;
            }
        }

        if (verdict == Verdict.End)
        {
            HandOver(job);
            End(error);
            return;
        }

        await FailAsync(job, error).ConfigureAwait(false);
    }

    private void End(HfException error)
    {
        Error = error;
        Figures.End(error);
    }

    // What happened to it here says nothing about how it does elsewhere.
    private void HandOver(BatchJob job)
    {
        (job.FirstSentAt, job.FirstFailedAt, job.Failures, job.UnsureFailures, job.Doublings, job.IsRefused) = (0, 0, 0, 0, 0, false);
        _batch.HandedOver.Enqueue(job);
    }

    private bool IsWorking => _running.Any(job => _clock.GetElapsedTime(job.Ticket.StartedAt) >= s_working);

    private async Task FailAsync(BatchJob job, HfException error)
    {
        _batch.Room.Leave(job);
        await _batch.Answers.AddAsync(OutputLine.FromError(job, error), isError: true).ConfigureAwait(false);
        Figures.Failed++;
    }

    private long ToTicks(TimeSpan span) => (long)(span.TotalSeconds * _clock.TimestampFrequency);
}
