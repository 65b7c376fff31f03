namespace HfEndpoints.Client.Inference;

/// <summary>Sends the requests of one stage.</summary>
internal sealed class StageRun(
    LoadTestOptions options, LoadLevel level, LoadRequest send, StageMeter meter, int firstNumber, Random random, TimeProvider clock)
{
    // Refusals come at once; without a pause their number would say more about this client than about the endpoint.
    private static readonly TimeSpan s_pauseAfterFailure = TimeSpan.FromMilliseconds(100);

    // After so many failures and not one answer there is nothing to measure.
    private const int MostFailures = 20;

    // With fewer, there would not be as many at once.
    private readonly int _most = Math.Max(options.Count ?? int.MaxValue, level.Concurrency ?? 0);
    private int _taken;

    /// <summary>How many requests were sent.</summary>
    public int Count => Math.Min(_taken, _most);

    private bool IsHopeless => meter.Succeeded == 0 && meter.Failed >= Math.Max(MostFailures, 2 * (level.Concurrency ?? 0));

    /// <summary>Sends the requests, and waits for all answers.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => level.Rate is { } rate
        ? ArriveAsync(rate, cancellationToken)
        : Task.WhenAll(Enumerable.Range(0, level.Concurrency!.Value).Select(_ => KeepAskingAsync(cancellationToken)));

    // A user who asks again when the answer is there.
    private async Task KeepAskingAsync(CancellationToken cancellationToken)
    {
        while (!IsHopeless && (options.StageDuration is not { } duration || meter.Elapsed < duration)
            && Interlocked.Increment(ref _taken) is var number && number <= _most)
        {
            if (!await SendAsync(number, clock.GetTimestamp(), cancellationToken).ConfigureAwait(false))
            {
                await Task.Delay(s_pauseAfterFailure, clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // Users who know nothing of each other: the times are drawn whatever becomes of the answers, and what this client is late counts
    // as if the endpoint had been slow.
    private async Task ArriveAsync(double rate, CancellationToken cancellationToken)
    {
        var running = new List<Task>();
        try
        {
            for (TimeSpan due = Next(rate); !IsHopeless && !(due >= options.StageDuration) && _taken < _most; due += Next(rate))
            {
                while (due - meter.Elapsed is var wait && wait > TimeSpan.Zero)
                {
                    // A timer has whole milliseconds, and may come a little early.
                    await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), clock, cancellationToken)
                        .ConfigureAwait(false);
                }

                meter.Start(due);
                running.Add(SendAsync(++_taken, meter.At(due), cancellationToken));
            }
        }
        finally
        {
            // Nothing is under way any more after a test that was stopped either.
            await Task.WhenAll(running).ConfigureAwait(false);
        }
    }

    private TimeSpan Next(double rate) => TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) / rate);

    private async Task<bool> SendAsync(int number, long due, CancellationToken cancellationToken)
    {
        var timing = new RequestTiming(clock, due);
        try
        {
            await send(firstNumber + number, timing, cancellationToken).ConfigureAwait(false);
            timing.End();
            meter.Add(timing);
            return true;
        }
        catch (HfException exception)
        {
            meter.Fail(exception.Kind);
            return false;
        }
    }
}
