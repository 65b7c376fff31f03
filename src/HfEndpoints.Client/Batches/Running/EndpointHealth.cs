namespace HfEndpoints.Client.Batches;

/// <summary>
/// What answers and failures show of an endpoint: whether it is there, and whether a failure is its own or that of a job.
/// </summary>
internal sealed class EndpointHealth(BatchOptions options, TimeProvider clock)
{
    // So many answers of 503 in a row, while nothing is answered, mean that the endpoint is down; the greater number even
    // if the server seems to work on something.
    private const int DownFrom = 3;
    private const int SurelyDownFrom = 64;

    // The share of jobs that fail at first, in about the last fifty, and below which a failure is the job's own.
    private const double ShareWeight = 0.02;
    private const double ShareByChance = 0.03;

    private long _lastAnswerAt;
    private long _newestAnswered; // When the latest of the requests that were answered had been sent.
    private int _unavailableInARow;
    private double _failingShare;

    /// <summary>A job was answered.</summary>
    public void NoteAnswer(BatchJob job)
    {
        _lastAnswerAt = clock.GetTimestamp();
        _newestAnswered = Math.Max(_newestAnswered, job.Ticket.StartedAt);
        _unavailableInARow = 0;
        _failingShare *= job.Attempts == 1 ? 1 - ShareWeight : 1;
    }

    /// <summary>What follows a failure, before it is known whether the job has been sent often enough.</summary>
    /// <param name="job">The job.</param>
    /// <param name="error">Its failure.</param>
    /// <param name="isWorking">Whether the server seems to work on other requests.</param>
    public Verdict Judge(BatchJob job, HfException error, bool isWorking)
    {
        Verdict verdict = FailureRule.Judge(error);
        if (verdict != Verdict.Down)
        {
            return verdict;
        }

        _unavailableInARow++;
        return !IsDown(job.Ticket, isWorking) ? Verdict.Retry
            : job.Ticket.IsProbe || options.ColdStartTimeout <= TimeSpan.Zero ? Verdict.End
            : Verdict.Down;
    }

    /// <summary>Counts a failure that may pass, and decides: the job is sent again, it fails, or the endpoint is used no longer.</summary>
    /// <param name="job">The job.</param>
    /// <param name="error">Its failure.</param>
    /// <param name="verdict">What it was taken for.</param>
    /// <param name="isAlone">Whether the endpoint has no other job.</param>
    public Verdict JudgeRetry(BatchJob job, HfException error, Verdict verdict, bool isAlone)
    {
        bool isAnsweredSince = IsAnsweredSince(job, error, isAlone);
        _failingShare += job.Attempts == 1 && verdict == Verdict.Retry ? ShareWeight * (1 - _failingShare) : 0;
        job.Failures += job.IsRefused ? 0 : 1;
        bool isRare = isAnsweredSince && _failingShare <= ShareByChance;
        if (job.IsRefused ? !IsRefusedTooLong(job) : job.Failures <= FailureRule.RetriesOf(error, options.MaxRetries, isRare))
        {
            return Verdict.Retry;
        }

        // It was sent often enough. If others were answered meanwhile, only this job is affected.
        return !job.IsRefused && (isAnsweredSince || (!MayBeGone(error) && isAlone)) ? Verdict.Fail : Verdict.End;
    }

    /// <summary>
    /// Whether the endpoint is there, and a job's failure its own: only an answer to a request that was sent after the failure shows
    /// it. At the end there are no more of them.
    /// </summary>
    public bool IsThereAfter(BatchJob job, bool isRest) =>
        (isRest ? _lastAnswerAt - job.FirstSentAt : _newestAnswered - job.UnsureSince) > 0;

    /// <summary>How long to wait before the job is sent again.</summary>
    // While others are answered, a failure is no reason to wait longer. A refusal is.
    public TimeSpan PauseOf(BatchJob job, HfException error)
    {
        TimeSpan first = job.IsRefused ? Backoff.AtLeastShortest(options.RetryDelay) : options.RetryDelay;
        int number = _lastAnswerAt >= job.Ticket.StartedAt && !job.IsRefused ? 0 : job.Doublings++;
        return Backoff.Pause(first, number, FailureRule.RetryAfterOf(error));
    }

    // An endpoint that is gone had answered until then. Where several jobs fail, only a later answer shows that it is there.
    private bool IsAnsweredSince(BatchJob job, HfException error, bool isAlone)
    {
        job.FirstFailedAt = job.FirstFailedAt == 0 ? clock.GetTimestamp() : job.FirstFailedAt;
        return _lastAnswerAt > (MayBeGone(error) && !isAlone ? job.FirstFailedAt : job.FirstSentAt);
    }

    private static bool MayBeGone(HfException error) =>
        error.Kind is HfErrorKind.ConnectionFailed or HfErrorKind.RateLimited or HfErrorKind.EndpointNotRunning;

    // A full server may answer 503 too, and any server now and then. One that works on a request is not down.
    private bool IsDown(RequestTicket ticket, bool isWorking) => ticket.IsProbe || _lastAnswerAt == 0
        || (_lastAnswerAt < ticket.StartedAt && (_unavailableInARow >= SurelyDownFrom || (_unavailableInARow >= DownFrom && !isWorking)));

    // Refusals alone end the use of an endpoint only if nothing was answered for as long as an answer may take.
    private bool IsRefusedTooLong(BatchJob job) => job.Attempts > options.MaxRetries
        && options.Timeout is { } patience && patience > TimeSpan.Zero
        && clock.GetElapsedTime(Math.Max(_lastAnswerAt, job.FirstSentAt)) >= patience;
}
