using HfEndpoints.Client.Inference;
using Microsoft.Extensions.Time.Testing;

namespace HfEndpoints.Client.Tests;

/// <summary>A load test in simulated time, of a server that is a function.</summary>
internal sealed class SimulatedLoad
{
    private const int LongestSeconds = 100_000;

    /// <summary>The clock of the test and of the server.</summary>
    public ManualTimeProvider Clock { get; } = new();

    /// <summary>The times at which requests came, from the beginning, without the warm-up.</summary>
    public List<TimeSpan> Starts { get; } = [];

    /// <summary>How many requests are under way.</summary>
    public int Busy { get; private set; }

    /// <summary>What a request does.</summary>
    public required Func<SimulatedLoad, int, RequestTiming, CancellationToken, Task> Answer { get; init; }

    /// <summary>The second at which the client does nothing for two seconds.</summary>
    public int? StandsStillAt { get; init; }

    public LoadTestOptions Options { get; init; } = new() { Concurrency = [1], Count = 10, WarmUp = 0 };

    /// <summary>An answer that takes so long.</summary>
    public Task PassAsync(double milliseconds, CancellationToken cancellationToken = default) =>
        Task.Delay(TimeSpan.FromMilliseconds(milliseconds), Clock, cancellationToken);

    /// <summary>Runs the test, all of it on one thread, and returns its stages.</summary>
    public Task<List<HfPerformanceStage>> RunAsync(List<HfPerformanceStage>? into = null, CancellationToken cancellationToken = default) =>
        Task.Run(async () =>
        {
            long begun = Clock.GetTimestamp();
            var test = new LoadTest(Options, "e", SendAsync, () => "chat", Clock) { CpuTime = () => TimeSpan.Zero };
            Task<List<HfPerformanceStage>> run = Expect.AllAsync(test.RunAsync(cancellationToken), into);
            for (int second = 0; !run.IsCompleted && second < LongestSeconds; second++)
            {
                if (second == StandsStillAt)
                {
                    // All timers fire at the end of it.
                    ((FakeTimeProvider)Clock).Advance(TimeSpan.FromSeconds(2));
                }

                Clock.Advance(TimeSpan.FromSeconds(1));
            }

            return await run.WithinDeadlineAsync();

            async Task SendAsync(int number, RequestTiming timing, CancellationToken stop)
            {
                if (number > 0)
                {
                    Starts.Add(Clock.GetElapsedTime(begun));
                }

                Busy++;
                try
                {
                    await Answer(this, number, timing, stop).ConfigureAwait(false);
                }
                finally
                {
                    Busy--;
                }
            }
        }, CancellationToken.None);
}
