using HfEndpoints.Client.Batches;

namespace HfEndpoints.Client.Tests;

/// <summary>How many jobs are kept in memory, and which come next.</summary>
public sealed class KeptJobsTests
{
    private const long Room = 2L * BatchInput.MaxJobBytes;

    private readonly WaitingJobs _waiting = new();
    private readonly JobRoom _room = new();

    [Fact]
    public void TheJobThatIsDueFirstIsTakenFirst()
    {
        BatchJob first = Job();
        _waiting.Add(Job(), dueAt: 7);
        _waiting.Add(first, dueAt: 5);
        _waiting.Add(Job(), dueAt: 6);

        Assert.Equal((3, 5), (_waiting.Count, _waiting.DueAt));
        Assert.Same(first, _waiting.Next);
        Assert.Same(first, _waiting.Take());
        Assert.Equal((2, 6), (_waiting.Count, _waiting.DueAt));
    }

    [Fact]
    public void WithoutJobsNothingIsDue() => Assert.Equal((null, null), (_waiting.DueAt, _waiting.Next));

    [Theory]
    [InlineData(1, 16)]
    [InlineData(16, 16)]
    [InlineData(20, 20)]
    public void NoNewJobIsTakenWhileEverythingFails(int limit, int enough)
    {
        for (int i = 0; i < enough; i++)
        {
            Assert.Equal((true, i > 0), (_waiting.AllowNew(limit), _waiting.IsFailing));
            _waiting.NoteFailure();
        }

        Assert.False(_waiting.AllowNew(limit));
        _waiting.NoteAnswer();
        Assert.Equal((true, false), (_waiting.AllowNew(limit), _waiting.IsFailing));
    }

    [Fact]
    public void NoNewJobIsTakenWhileManyWereRefused()
    {
        _waiting.Add(Job(), dueAt: 0);
        for (int i = 1; i <= 16; i++)
        {
            Assert.True(_waiting.AllowNew(limit: 8));
            _waiting.Add(Job(isRefused: true), dueAt: i);
        }

        Assert.False(_waiting.AllowNew(limit: 8));
        _waiting.Take();
        Assert.False(_waiting.AllowNew(limit: 8));
        _waiting.Take();
        Assert.True(_waiting.AllowNew(limit: 8));
    }

    [Theory]
    [InlineData(8, 1024)]
    [InlineData(2000, 2000)]
    public void NoNewJobIsTakenWhileVeryManyWait(int limit, int many)
    {
        for (int i = 0; i < many; i++)
        {
            Assert.True(_waiting.AllowNew(limit));
            _waiting.Add(Job(), dueAt: i);
        }

        Assert.False(_waiting.AllowNew(limit));
    }

    [Fact]
    public async Task AJobWaitsForRoomUnlessItIsAlone()
    {
        BatchJob large = Job(Room + 1);
        await EnterAsync(large).WithinDeadlineAsync();
        Task next = EnterAsync(Job(Room - 1));
        Assert.False(next.IsCompleted);

        _room.Leave(large);
        _room.Leave(large);
        await next.WithinDeadlineAsync();

        await EnterAsync(Job(1)).WithinDeadlineAsync();
        Assert.False(EnterAsync(Job(1)).IsCompleted);
    }

    [Fact]
    public async Task WaitingForRoomCanBeCancelled()
    {
        using var stop = new CancellationTokenSource();
        await EnterAsync(Job(Room)).WithinDeadlineAsync();
        Task next = _room.EnterAsync(Job(1), stop.Token).AsTask();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WithinDeadlineAsync());
    }

    [Fact]
    public async Task AJobOfWhichNothingIsKnownHasNoRoomAndIsTakenOnce()
    {
        var unsure = new UnsureJobs(_room);
        BatchJob known = Job(Room);
        await EnterAsync(known).WithinDeadlineAsync();
        unsure.Add(known, new HfException(HfErrorKind.NotFound, "first"), now: 7);
        unsure.Add(Job(), new HfException(HfErrorKind.NotFound, "last"), now: 8);

        await EnterAsync(Job(Room)).WithinDeadlineAsync();
        Assert.Equal((1, 7), (known.UnsureFailures, known.UnsureSince));
        Assert.Equal((2, "last"), (unsure.Count, unsure.Error.Message));
        (BatchJob job, HfException error) = Assert.Single(unsure.Take(job => job == known));
        Assert.Equal((known, "first", 1), (job, error.Message, unsure.Count));
        Assert.Single(unsure.Take(_ => true));
    }

    private Task EnterAsync(BatchJob job) => _room.EnterAsync(job, CancellationToken.None).AsTask();

    private static BatchJob Job(long bytes = 0, bool isRefused = false) =>
        new() { Line = 1, Id = 1, Bytes = bytes, IsRefused = isRefused };
}
