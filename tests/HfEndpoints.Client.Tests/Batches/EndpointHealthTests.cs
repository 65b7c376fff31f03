using System.Net;
using HfEndpoints.Client.Batches;

namespace HfEndpoints.Client.Tests;

/// <summary>What follows a failure of a job, for it and for its endpoint. Only these tests move the clock.</summary>
public sealed class EndpointHealthTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);
    private static readonly BatchOptions s_options = new() { MaxRetries = 3, RetryDelay = s_second, Timeout = 60 * s_second };
    private static readonly HfException s_down = new(HfErrorKind.EndpointNotRunning, "x", Failure(HfErrorKind.ServiceUnavailable, 503));

    private readonly ManualTimeProvider _clock = new();
    private readonly EndpointHealth _health;

    public EndpointHealthTests() => _health = new EndpointHealth(s_options, _clock);

    [Theory]
    [InlineData(HfErrorKind.InvalidRequest, nameof(Verdict.Fail))]
    [InlineData(HfErrorKind.GenerationFailed, nameof(Verdict.Fail))]
    [InlineData(HfErrorKind.ConnectionFailed, nameof(Verdict.Retry))]
    [InlineData(HfErrorKind.StreamInterrupted, nameof(Verdict.Retry))]
    [InlineData(HfErrorKind.RequestTimeout, nameof(Verdict.Retry))]
    [InlineData(HfErrorKind.ServiceUnavailable, nameof(Verdict.Retry))]
    [InlineData(HfErrorKind.RateLimited, nameof(Verdict.Refused))]
    [InlineData(HfErrorKind.NotFound, nameof(Verdict.Unsure))]
    [InlineData(HfErrorKind.ModelNotFound, nameof(Verdict.Unsure))]
    [InlineData(HfErrorKind.ChatTemplateMissing, nameof(Verdict.Unsure))]
    [InlineData(HfErrorKind.NotSupported, nameof(Verdict.Unsure))]
    [InlineData(HfErrorKind.InvalidResponse, nameof(Verdict.Unsure))]
    [InlineData(HfErrorKind.EndpointNotRunning, nameof(Verdict.End))]
    [InlineData(HfErrorKind.EndpointFailed, nameof(Verdict.End))]
    [InlineData(HfErrorKind.EndpointNotFound, nameof(Verdict.End))]
    [InlineData(HfErrorKind.TokenNotSet, nameof(Verdict.End))]
    [InlineData(HfErrorKind.Unauthorized, nameof(Verdict.End))]
    [InlineData(HfErrorKind.Forbidden, nameof(Verdict.End))]
    [InlineData(HfErrorKind.UntrustedAddress, nameof(Verdict.End))]
    [InlineData(HfErrorKind.Offline, nameof(Verdict.End))]
    public void AFailureAffectsItsJobOrAll(HfErrorKind kind, string verdict) =>
        Assert.Equal(verdict, _health.Judge(Sent(), Failure(kind), isWorking: false).ToString());

    [Theory]
    [InlineData(301, nameof(Verdict.Refused))]
    [InlineData(302, nameof(Verdict.End))]
    public void AServerThatAsksForTooLongAWaitIsNotWaitedFor(int seconds, string verdict)
    {
        var error = new HfException(HfErrorKind.RateLimited, "x") { RetryAfter = seconds * s_second };

        Assert.Equal(verdict, FailureRule.Judge(error).ToString());
        Assert.Equal(verdict, FailureRule.Judge(new HfException(HfErrorKind.RateLimited, "x", error)).ToString());
    }

    [Fact]
    public void AnEndpointThatHasNotAnsweredYetIsDownAtOnce()
    {
        Assert.Equal(Verdict.Down, _health.Judge(Sent(), s_down, isWorking: true));
        Assert.Equal(Verdict.End, _health.Judge(Sent(isProbe: true), s_down, isWorking: true));
        var impatient = new EndpointHealth(s_options with { ColdStartTimeout = TimeSpan.Zero }, _clock);
        Assert.Equal(Verdict.End, impatient.Judge(Sent(), s_down, isWorking: true));
    }

    [Theory]
    [InlineData(false, 3)]
    [InlineData(true, 64)]
    public void AnEndpointThatHasAnsweredIsDownAfterSeveralRefusals(bool isWorking, int count)
    {
        NoteAnswer();
        for (int round = 0; round < 2; round++)
        {
            for (int i = 1; i < count; i++)
            {
                Assert.Equal(Verdict.Retry, _health.Judge(Sent(), s_down, isWorking));
            }

            Assert.Equal(Verdict.Down, _health.Judge(Sent(), s_down, isWorking));
            NoteAnswer();
        }
    }

    [Fact]
    public void AnAnswerSinceAJobWasSentShowsThatTheEndpointIsUp()
    {
        BatchJob job = Sent();
        NoteAnswer();

        Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal(Verdict.Retry, _health.Judge(job, s_down, isWorking: false)));
    }

    [Theory]
    [InlineData(500, 0, 2)]
    [InlineData(500, 1, 3)]
    [InlineData(504, 0, 3)]
    public void AJobThatFailsWhileOthersAreAnsweredFailsAfterItsRetries(int status, int othersThatFail, int retries)
    {
        for (int i = 0; i < othersThatFail; i++)
        {
            _health.JudgeRetry(Sent(), Failure(HfErrorKind.ServiceUnavailable), Verdict.Retry, isAlone: false);
        }

        Assert.Equal([.. Enumerable.Repeat(Verdict.Retry, retries), Verdict.Fail], Retry(Failure(HfErrorKind.ServiceUnavailable, status)));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    public void FailuresOfOthersLongAgoDoNotCountIfTheNextWereAnsweredAtOnce(int attempts, int retries)
    {
        for (int i = 0; i < 3; i++)
        {
            _health.JudgeRetry(Sent(), Failure(HfErrorKind.ServiceUnavailable), Verdict.Retry, isAlone: false);
        }

        Assert.All(Enumerable.Range(0, 120), _ => NoteAnswer(attempts));
        Assert.Equal([.. Enumerable.Repeat(Verdict.Retry, retries), Verdict.Fail], Retry(Failure(HfErrorKind.ServiceUnavailable, 500)));
    }

    [Theory]
    [InlineData(HfErrorKind.ServiceUnavailable, true, nameof(Verdict.Fail))]
    [InlineData(HfErrorKind.ServiceUnavailable, false, nameof(Verdict.End))]
    [InlineData(HfErrorKind.ConnectionFailed, true, nameof(Verdict.End))]
    [InlineData(HfErrorKind.ConnectionFailed, false, nameof(Verdict.End))]
    public void WhereNothingIsAnsweredTheEndpointIsTheCause(HfErrorKind kind, bool isAlone, string verdict) =>
        Assert.Equal(verdict, Retry(Failure(kind), isAlone, areOthersAnswered: false)[^1].ToString());

    [Theory]
    [InlineData(HfErrorKind.ConnectionFailed, false, nameof(Verdict.End))]
    [InlineData(HfErrorKind.EndpointNotRunning, false, nameof(Verdict.End))]
    [InlineData(HfErrorKind.ConnectionFailed, true, nameof(Verdict.Fail))]
    [InlineData(HfErrorKind.ServiceUnavailable, false, nameof(Verdict.Fail))]
    public void AnAnswerBeforeTheFirstFailureDoesNotShowThatAnEndpointIsStillThere(HfErrorKind kind, bool isAlone, string verdict)
    {
        BatchJob job = Sent();
        NoteAnswer();
        _clock.Advance(s_second);
        job.Failures = s_options.MaxRetries;

        Assert.Equal(verdict, _health.JudgeRetry(job, Failure(kind), Verdict.Retry, isAlone).ToString());
    }

    [Fact]
    public void AnAnswerAfterTheFirstFailureShowsThatAnEndpointIsStillThere()
    {
        BatchJob job = Sent();
        Assert.Equal(Verdict.Retry, _health.JudgeRetry(job, Failure(HfErrorKind.ConnectionFailed), Verdict.Retry, isAlone: false));
        _clock.Advance(s_second);
        NoteAnswer();
        job.Failures = s_options.MaxRetries;

        Assert.Equal(Verdict.Fail, _health.JudgeRetry(job, Failure(HfErrorKind.ConnectionFailed), Verdict.Retry, isAlone: false));
    }

    [Fact]
    public void RefusalsEndTheUseOfAnEndpointOnlyAfterTheTimeOfAnAnswer()
    {
        BatchJob job = Sent();
        (job.IsRefused, job.Attempts) = (true, s_options.MaxRetries);
        NoteAnswer();
        _clock.Advance(60 * s_second);
        Assert.Equal(Verdict.Retry, JudgeRefusal(job));

        job.Attempts++;
        Assert.Equal(Verdict.End, JudgeRefusal(job));
        NoteAnswer();
        _clock.Advance(59 * s_second);
        Assert.Equal(Verdict.Retry, JudgeRefusal(job));
        Assert.Equal(0, job.Failures);
    }

    [Theory]
    [InlineData(false, false, 4)]
    [InlineData(true, false, 1)]
    [InlineData(true, true, 4)]
    public void PausesDoubleUnlessOthersAreAnswered(bool isAnswered, bool isRefused, double third)
    {
        BatchJob job = Sent();
        job.IsRefused = isRefused;
        if (isAnswered)
        {
            NoteAnswer();
        }

        double[] pauses = [.. Enumerable.Range(0, 3).Select(_ => _health.PauseOf(job, Failure(HfErrorKind.RateLimited)).TotalSeconds)];

        Assert.InRange(pauses[0], 0.75, 1);
        Assert.InRange(pauses[2], 0.75 * third, third);
    }

    [Fact]
    public void AFullServerIsGivenAPauseWhateverTheOptionsSay()
    {
        var health = new EndpointHealth(s_options with { RetryDelay = TimeSpan.Zero }, _clock);
        BatchJob job = Sent();
        Assert.Equal(TimeSpan.Zero, health.PauseOf(job, Failure(HfErrorKind.ServiceUnavailable)));

        job.IsRefused = true;

        Assert.True(health.PauseOf(job, Failure(HfErrorKind.RateLimited)) > TimeSpan.Zero);
    }

    [Fact]
    public void ThePauseIsAtLeastWhatTheServerAsksFor()
    {
        var error = new HfException(HfErrorKind.RateLimited, "x") { RetryAfter = 7 * s_second };

        Assert.InRange(_health.PauseOf(Sent(), error), 7 * s_second, 8 * s_second);
    }

    [Fact]
    public void OnlyAnAnswerToALaterRequestShowsWhoseAFailureIs()
    {
        BatchJob earlier = Sent();
        BatchJob job = Sent();
        job.UnsureSince = job.FirstSentAt;
        BatchJob later = Sent();
        Assert.False(_health.IsThereAfter(job, isRest: true));

        _health.NoteAnswer(earlier);
        Assert.False(_health.IsThereAfter(job, isRest: false));
        Assert.True(_health.IsThereAfter(job, isRest: true));
        _health.NoteAnswer(later);
        Assert.True(_health.IsThereAfter(job, isRest: false));
        _health.NoteAnswer(earlier);
        Assert.True(_health.IsThereAfter(job, isRest: false));
    }

    private static HfException Failure(HfErrorKind kind, int? status = null) =>
        new(kind, "x") { StatusCode = (HttpStatusCode?)status };

    // What follows each failure of one job, until it is not sent again.
    private List<Verdict> Retry(HfException error, bool isAlone = false, bool areOthersAnswered = true)
    {
        BatchJob job = Sent();
        var verdicts = new List<Verdict>();
        do
        {
            if (areOthersAnswered)
            {
                NoteAnswer(attempts: 2);
            }

            verdicts.Add(_health.JudgeRetry(job, error, Verdict.Retry, isAlone));
            job.Attempts++;
        }
        while (verdicts[^1] == Verdict.Retry);

        return verdicts;
    }

    private Verdict JudgeRefusal(BatchJob job) =>
        _health.JudgeRetry(job, Failure(HfErrorKind.RateLimited), Verdict.Refused, isAlone: false);

    // A job that is sent now. Time passes, so that what comes next is later.
    private BatchJob Sent(bool isProbe = false, int attempts = 1)
    {
        long now = _clock.GetTimestamp();
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        return new BatchJob
        {
            Line = 1,
            Id = 1,
            Attempts = attempts,
            FirstSentAt = now,
            Ticket = new RequestTicket(now, InFlight: 1, Epoch: 0, isProbe),
        };
    }

    private void NoteAnswer(int attempts = 1) => _health.NoteAnswer(Sent(attempts: attempts));
}
