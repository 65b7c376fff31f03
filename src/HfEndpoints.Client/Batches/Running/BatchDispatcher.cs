using System.Runtime.ExceptionServices;

namespace HfEndpoints.Client.Batches;

/// <summary>
/// Sends jobs, as many at once as the controller allows, and retries those that failed transiently. One loop decides
/// everything; requests only report how they ended.
/// </summary>
internal sealed class BatchDispatcher(
    JobKinds tasks,
    BatchOptions options,
    ConcurrencyController controller,
    AnswerWriter answers,
    JobRoom room,
    BatchMeter meter,
    AsyncSignal signal,
    TimeProvider clock)
{
    private const int MinUnsure = 16;

    // So many answers of 503 in a row, while nothing is answered, mean that the endpoint is down; the greater number even
    // if the server seems to work on something.
    private const int DownFrom = 3;
    private const int SurelyDownFrom = 64;
    private static readonly TimeSpan s_working = TimeSpan.FromSeconds(1);

    // The share of jobs that fail at first, in about the last fifty, and below which a failure is the job's own.
    private const double ShareWeight = 0.02;
    private const double ShareByChance = 0.03;
    private readonly ConcurrentQueue<BatchJob> _ended = new();
    private readonly InferenceOptions _impatient = new() { ColdStartTimeout = TimeSpan.Zero, Timeout = options.Timeout };
    private readonly HashSet<BatchJob> _running = [];
    private readonly WaitingJobs _waiting = new();
    private readonly UnsureJobs _unsure = new(room);
    private long _lastAnswerAt;
    private long _newestAnswered; // When the latest of the requests that were answered had been sent.
    private int _unavailableInARow;
    private double _failingShare;
    private int _isDown;

    // One request waits for the endpoint to start, for all jobs.
    private InferenceOptions Patient => field ??= new()
    {
        ColdStartTimeout = options.ColdStartTimeout,
        Timeout = options.Timeout,
        ColdStartProgress = elapsed =>
        {
            meter.NoteStart(elapsed);
            Interlocked.Exchange(ref _isDown, 1);
            signal.Set();
        },
        ColdStartEnded = () => meter.NoteStart(null),
    };

    /// <summary>Sends all jobs.</summary>
    /// <exception cref="HfException">No further job can succeed.</exception>
    public async Task RunAsync(ChannelReader<BatchJob> jobs, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            while (true)
            {
                Task changed = signal.Changed;
                cancellationToken.ThrowIfCancellationRequested();
                await SettleAsync(isStopping: false).ConfigureAwait(false);
                await SettleUnsureAsync(jobs).ConfigureAwait(false);
                StartAll(jobs, stop.Token);
                meter.Show();
                if (_running.Count == 0 && _waiting.Count == 0 && jobs.Completion.IsCompleted)
                {
                    // If the input ended with an exception, this throws it.
                    await jobs.Completion.ConfigureAwait(false);
                    return;
                }

                await WaitAsync(changed, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await ((Task)Task.WhenAll(_running.Select(job => job.Attempt!))).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await SettleAsync(isStopping: true).ConfigureAwait(false);
        }
    }

    private void StartAll(ChannelReader<BatchJob> jobs, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isDown, 0) != 0)
        {
            controller.Down();
        }

        while (true)
        {
            bool isAgain = _waiting.DueAt <= clock.GetTimestamp();
            if (!isAgain && !(_waiting.AllowNew(controller.Limit) && jobs.TryPeek(out _)))
            {
                return;
            }

            if (!controller.TryStart(out RequestTicket ticket))
            {
                return;
            }

            Start(isAgain ? _waiting.Take() : jobs.TryRead(out BatchJob? job) ? job : throw new InvalidOperationException(),
                ticket, cancellationToken);
        }
    }

    private void Start(BatchJob job, RequestTicket ticket, CancellationToken cancellationToken)
    {
        job.Ticket = ticket;
        job.FirstSentAt = job.Attempts == 0 ? clock.GetTimestamp() : job.FirstSentAt;
        job.Attempts++;
        meter.Retries += job.Attempts > 1 ? 1 : 0;
        _running.Add(job);
        job.Attempt = AttemptAsync(job, cancellationToken);
    }

    private async Task<(byte[] Line, long Tokens)> AttemptAsync(BatchJob job, CancellationToken cancellationToken)
    {
        // Not on the loop's thread, which decides about the other jobs meanwhile.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            BatchAnswer answer = await tasks.ForKind(job.Kind)
                .AnswerAsync(job, job.Ticket.IsProbe ? Patient : _impatient, cancellationToken).ConfigureAwait(false);
            return (OutputLine.FromAnswer(job, answer), answer.Tokens);
        }
        finally
        {
            _ended.Enqueue(job);
            signal.Set();
        }
    }

    // Handles ended requests. While stopping, only answers count.
    private async Task SettleAsync(bool isStopping)
    {
        while (_ended.TryDequeue(out BatchJob? job))
        {
            _running.Remove(job);
            (byte[] Line, long Tokens) answer;
            try
            {
                answer = await job.Attempt!.ConfigureAwait(false);
            }
            catch (Exception exception) when (isStopping || exception is HfException)
            {
                await (isStopping ? Task.CompletedTask : SettleAsync(job, (HfException)exception)).ConfigureAwait(false);
                continue;
            }

            room.Leave(job);
            controller.Succeeded(job.Ticket);
            _lastAnswerAt = clock.GetTimestamp();
            _newestAnswered = Math.Max(_newestAnswered, job.Ticket.StartedAt);
            _unavailableInARow = 0;
            _failingShare *= job.Attempts == 1 ? 1 - ShareWeight : 1;
            _waiting.NoteAnswer();
            meter.NoteStart(null);
            await answers.AddAsync(answer.Line, isError: false).ConfigureAwait(false);
            meter.CountAnswer(answer.Tokens);
        }
    }

    private async Task SettleAsync(BatchJob job, HfException error)
    {
        Verdict verdict = FailureRule.Judge(error);
        if (verdict == Verdict.Down)
        {
            _unavailableInARow++;
            verdict = !IsDown(job.Ticket) ? Verdict.Retry
                : job.Ticket.IsProbe || options.ColdStartTimeout <= TimeSpan.Zero ? Verdict.End
                : Verdict.Down;
        }

        job.IsRefused = verdict == Verdict.Refused;
        TimeSpan? pause = verdict is Verdict.Retry or Verdict.Down or Verdict.Refused ? PauseOf(job, error) : null;
        if (job.IsRefused || verdict == Verdict.Down)
        {
            controller.Refused(job.Ticket, isDown: verdict == Verdict.Down, FailureRule.RetryAfterOf(error) is null ? null : pause);
        }
        else
        {
            controller.Failed(job.Ticket, isMaybeLoad: verdict == Verdict.Retry);
        }

        bool isAnsweredSince = _lastAnswerAt > job.FirstSentAt;
        if (verdict == Verdict.Unsure)
        {
            _unsure.Add(job, error, clock.GetTimestamp());
            return;
        }

        if (pause is { } wait)
        {
            _waiting.NoteFailure();
            _failingShare += job.Attempts == 1 && verdict == Verdict.Retry ? ShareWeight * (1 - _failingShare) : 0;
            job.Failures += job.IsRefused ? 0 : 1;
            bool isAlone = isAnsweredSince && _failingShare <= ShareByChance;
            if (job.IsRefused ? !IsRefusedTooLong(job) : job.Failures <= FailureRule.RetriesOf(error, options.MaxRetries, isAlone))
            {
                _waiting.Add(job, clock.GetTimestamp() + ToTicks(wait));
                return;
            }
        }

        if (verdict is not (Verdict.Fail or Verdict.End))
        {
            // It was sent often enough. If others were answered meanwhile, only this job is affected.
            verdict = !job.IsRefused && (isAnsweredSince || IsAlone(error)) ? Verdict.Fail : Verdict.End;
        }

        if (verdict == Verdict.End)
        {
            ExceptionDispatchInfo.Throw(error);
        }

        await FailAsync(job, error).ConfigureAwait(false);
    }

    // A full server may answer 503 too, and any server now and then. One that works on a request is not down.
    private bool IsDown(RequestTicket ticket) => ticket.IsProbe || _lastAnswerAt == 0
        || (_lastAnswerAt < ticket.StartedAt && (_unavailableInARow >= SurelyDownFrom || (_unavailableInARow >= DownFrom && !IsWorking)));

    private bool IsWorking => _running.Any(job => clock.GetElapsedTime(job.Ticket.StartedAt) >= s_working);

    // While others are answered, a failure is no reason to wait longer. A refusal is.
    private TimeSpan PauseOf(BatchJob job, HfException error)
    {
        TimeSpan first = job.IsRefused ? Backoff.AtLeastShortest(options.RetryDelay) : options.RetryDelay;
        int number = _lastAnswerAt >= job.Ticket.StartedAt && !job.IsRefused ? 0 : job.Doublings++;
        return Backoff.Pause(first, number, FailureRule.RetryAfterOf(error));
    }

    // Refusals alone end a batch only if nothing was answered for as long as an answer may take.
    private bool IsRefusedTooLong(BatchJob job) => job.Attempts > options.MaxRetries
        && options.Timeout is { } patience && patience > TimeSpan.Zero
        && clock.GetElapsedTime(Math.Max(_lastAnswerAt, job.FirstSentAt)) >= patience;

    // Only an answer to a request that was sent after the failure shows that the endpoint is still there. At the end there are no
    // more of them. A job that fails a second time has failed for good.
    private async Task SettleUnsureAsync(ChannelReader<BatchJob> jobs)
    {
        bool isRest = _running.Count == 0 && _waiting.Count == 0 && jobs.Completion.IsCompleted;
        foreach ((BatchJob job, HfException error) in _unsure.Take(
            job => (isRest ? _lastAnswerAt - job.FirstSentAt : _newestAnswered - job.UnsureSince) > 0))
        {
            if (job.UnsureFailures > 1)
            {
                await FailAsync(job, error).ConfigureAwait(false);
            }
            else
            {
                _waiting.Add(job, clock.GetTimestamp());
            }
        }

        if (_unsure.Count >= (isRest && _waiting.Count == 0 ? 1 : Math.Max(MinUnsure, controller.Limit)))
        {
            ExceptionDispatchInfo.Throw(_unsure.Error);
        }
    }

    private async Task FailAsync(BatchJob job, HfException error)
    {
        room.Leave(job);
        await answers.AddAsync(OutputLine.FromError(job, error), isError: true).ConfigureAwait(false);
        meter.CountFailed();
    }

    private bool IsAlone(HfException error) =>
        error.Kind is not (HfErrorKind.ConnectionFailed or HfErrorKind.RateLimited or HfErrorKind.EndpointNotRunning)
        && _waiting.Count == 0 && _running.Count == 0;

    private async Task WaitAsync(Task changed, CancellationToken cancellationToken)
    {
        TimeSpan delay = BatchMeter.Interval;
        long now = clock.GetTimestamp();
        if (_waiting.DueAt is { } dueAt && clock.GetElapsedTime(now, Math.Max(now, dueAt)) is var due && due < delay)
        {
            delay = due;
        }

        if (controller.NextChange() is { } change && change < delay)
        {
            delay = change;
        }

        // A job that is due but was not started waits for something else, so don't loop without a pause.
        delay = delay.TotalMilliseconds < 1 ? TimeSpan.FromMilliseconds(1) : delay;
        await changed.WaitAsync(delay, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private long ToTicks(TimeSpan span) => (long)(span.TotalSeconds * clock.TimestampFrequency);
}
