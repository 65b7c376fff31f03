using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using HfEndpoints.Client.Inference;

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
    BatchMeter meter,
    AsyncSignal signal,
    TimeProvider clock)
{
    private const int MinWaiting = 16;

    private readonly ConcurrentQueue<BatchJob> _ended = new();
    private readonly HashSet<BatchJob> _running = [];
    private readonly PriorityQueue<BatchJob, long> _waiting = new();
    private readonly UnsureJobs _unsure = new();
    private long _lastAnswerAt;
    private int _isDown;

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
                SettleUnsure(jobs);
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
            bool isAgain = _waiting.TryPeek(out BatchJob? job, out long dueAt) && dueAt <= clock.GetTimestamp();

            // If all fail, the number of jobs waiting for a retry must be limited.
            bool mayTakeNew = _waiting.Count < Math.Max(MinWaiting, controller.Limit);
            if (!isAgain && !(mayTakeNew && jobs.TryPeek(out job)))
            {
                return;
            }

            if (!controller.TryStart(out RequestTicket ticket))
            {
                return;
            }

            job = isAgain ? _waiting.Dequeue() : jobs.TryRead(out job) ? job : throw new InvalidOperationException();
            Start(job, ticket, cancellationToken);
        }
    }

    private void Start(BatchJob job, RequestTicket ticket, CancellationToken cancellationToken)
    {
        job.Ticket = ticket;
        job.FirstSentAt = job.Attempts == 0 ? clock.GetTimestamp() : job.FirstSentAt;
        job.Attempts++;
        meter.Retries += job.Attempts > 1 ? 1 : 0;
        _running.Add(job);
        job.Attempt = Task.Run(() => AttemptAsync(job, cancellationToken), CancellationToken.None);
    }

    private async Task<(byte[] Line, long Tokens)> AttemptAsync(BatchJob job, CancellationToken cancellationToken)
    {
        var patience = new InferenceOptions
        {
            // One request waits for the endpoint to start, for all jobs.
            ColdStartTimeout = job.Ticket.IsProbe ? options.ColdStartTimeout : TimeSpan.Zero,
            Timeout = options.Timeout,
            ColdStartProgress = elapsed =>
            {
                meter.NoteStart(elapsed);
                Interlocked.Exchange(ref _isDown, 1);
                signal.Set();
            },
        };
        try
        {
            BatchAnswer answer = await tasks.ForKind(job.Kind).AnswerAsync(job, patience, cancellationToken).ConfigureAwait(false);
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
            byte[] line;
            long tokens;
            try
            {
                (line, tokens) = await job.Attempt!.ConfigureAwait(false);
            }
            catch (Exception exception) when (isStopping || exception is HfException)
            {
                await (isStopping ? Task.CompletedTask : SettleAsync(job, (HfException)exception)).ConfigureAwait(false);
                continue;
            }

            controller.Succeeded(job.Ticket);
            _lastAnswerAt = clock.GetTimestamp();
            meter.NoteStart(null);
            await answers.AddAsync(line, isError: false).ConfigureAwait(false);
            meter.CountAnswer(tokens);
        }
    }

    private async Task SettleAsync(BatchJob job, HfException error)
    {
        Verdict verdict = FailureRule.Judge(error, job.Ticket.IsProbe || options.ColdStartTimeout <= TimeSpan.Zero);
        TimeSpan? retryAfter = FailureRule.RetryAfterOf(error);
        if (verdict is Verdict.Refused or Verdict.Down)
        {
            controller.Refused(job.Ticket, isDown: verdict == Verdict.Down, retryAfter);
        }
        else
        {
            controller.Failed(job.Ticket);
        }

        bool isAnsweredSince = _lastAnswerAt > job.FirstSentAt;
        job.Failures += verdict == Verdict.Refused && _lastAnswerAt >= job.Ticket.StartedAt ? 0 : 1;
        if (verdict == Verdict.Unsure && (job.Attempts < 2 || _lastAnswerAt <= job.FirstSentAt))
        {
            _unsure.Add(job, error);
            return;
        }

        if (verdict is not (Verdict.Fail or Verdict.End))
        {
            if (verdict != Verdict.Unsure && job.Failures <= FailureRule.RetriesOf(error, options.MaxRetries, isAnsweredSince))
            {
                _waiting.Enqueue(job, clock.GetTimestamp() + ToTicks(Backoff.Pause(options.RetryDelay, job.Attempts - 1, retryAfter)));
                return;
            }

            // It was sent often enough. If others were answered meanwhile, only this job is affected.
            verdict = isAnsweredSince || IsAlone(error) ? Verdict.Fail : Verdict.End;
        }

        if (verdict == Verdict.End)
        {
            ExceptionDispatchInfo.Throw(error);
        }

        await answers.AddAsync(OutputLine.FromError(job, error), isError: true).ConfigureAwait(false);
        meter.CountFailed();
    }

    private void SettleUnsure(ChannelReader<BatchJob> jobs)
    {
        foreach (BatchJob job in _unsure.TakeSentBefore(_lastAnswerAt))
        {
            _waiting.Enqueue(job, clock.GetTimestamp());
        }

        bool isRest = _running.Count == 0 && _waiting.Count == 0 && jobs.Completion.IsCompleted;
        if (_unsure.Count >= (isRest ? 1 : Math.Max(MinWaiting, controller.Limit)))
        {
            ExceptionDispatchInfo.Throw(_unsure.Error!);
        }
    }

    private bool IsAlone(HfException error) =>
        error.Kind is not (HfErrorKind.ConnectionFailed or HfErrorKind.RateLimited or HfErrorKind.EndpointNotRunning)
        && _waiting.Count == 0 && _running.Count == 0;

    private async Task WaitAsync(Task changed, CancellationToken cancellationToken)
    {
        TimeSpan delay = BatchMeter.Interval;
        long now = clock.GetTimestamp();
        if (_waiting.TryPeek(out _, out long dueAt))
        {
            delay = Shorter(delay, clock.GetElapsedTime(now, Math.Max(now, dueAt)));
        }

        if (controller.NextChange() is { } change)
        {
            delay = Shorter(delay, change);
        }

        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(changed, Task.Delay(AtLeastOneTick(delay), clock, timer.Token)).ConfigureAwait(false);
        await timer.CancelAsync().ConfigureAwait(false);
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    // A job that is due but was not started waits for something else, so don't loop without a pause.
    private static TimeSpan AtLeastOneTick(TimeSpan delay) => Shorter(TimeSpan.FromMilliseconds(1), delay) == delay
        ? TimeSpan.FromMilliseconds(1)
        : delay;

    private long ToTicks(TimeSpan span) => (long)(span.TotalSeconds * clock.TimestampFrequency);
}
