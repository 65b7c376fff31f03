using System.Diagnostics;
using System.Globalization;

namespace HfEndpoints.Chaos;

/// <summary>Watches what the process holds while a run lasts: that must not grow.</summary>
internal sealed class Soak
{
    // What one operation or another holds at the moment.
    private const double HeapTolerance = 16;
    private const int Tolerance = 24;

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);
    private readonly List<Sample> _samples = [];

    /// <summary>What has grown between the second quarter, when all code was run once, and the last.</summary>
    public IEnumerable<string> Wrong
    {
        get
        {
            Sample[] early = [.. _samples.Skip(_samples.Count / 4).Take(_samples.Count / 4)];
            Sample[] late = [.. _samples.TakeLast(_samples.Count / 4)];
            return early.Length == 0
                ? ["it was too short to tell"]
                : [.. Compare("MB of managed memory", sample => sample.HeapMegabytes, HeapTolerance),
                    .. Compare("handles and sockets", sample => sample.Handles, Tolerance),
                    .. Compare("threads", sample => sample.Threads, Tolerance),
                    .. Compare("timers", sample => sample.Timers, Tolerance)];

            string[] Compare(string what, Func<Sample, double> value, double tolerance) =>
                Median(late, value) > Median(early, value) + tolerance
                    ? [string.Create(CultureInfo.InvariantCulture, $"{Median(late, value):0} {what}, and {Median(early, value):0} before")]
                    : [];
        }
    }

    /// <summary>Takes a sample now and then until a run ends.</summary>
    public async Task WatchAsync(Task run)
    {
        long begun = Stopwatch.GetTimestamp();
        while (await Task.WhenAny(run, Task.Delay(s_interval)) != run)
        {
            (int handles, int threads, long timers) = Leftovers.Count();
            using Process self = Process.GetCurrentProcess();
            _samples.Add(new Sample(
                Stopwatch.GetElapsedTime(begun).TotalMinutes, ToMegabytes(GC.GetTotalMemory(forceFullCollection: true)),
                ToMegabytes(self.WorkingSet64), Resident.Read(), handles, threads, timers));
        }

        await run;
    }

    /// <summary>A table in Markdown: the median of each minute.</summary>
    public string ToMarkdown()
    {
        IEnumerable<string> rows = _samples.GroupBy(sample => (int)sample.Minutes).Select(minute => string.Create(
            CultureInfo.InvariantCulture,
            $"| {minute.Key + 1} | {Median([.. minute], sample => sample.HeapMegabytes):0} "
            + $"| {Median([.. minute], sample => sample.WorkingSetMegabytes):0} "
            + $"| {Median([.. minute], sample => sample.Resident.Heap):0} "
            + $"| {Median([.. minute], sample => sample.Resident.Code):0} "
            + $"| {Median([.. minute], sample => sample.Resident.Files):0} "
            + $"| {Median([.. minute], sample => sample.Resident.Rest):0} "
            + $"| {Median([.. minute], sample => sample.Handles):0} | {Median([.. minute], sample => sample.Threads):0} "
            + $"| {Median([.. minute], sample => sample.Timers):0} |"));
        return string.Join(
            '\n',
            [
                "| Minute | Managed memory (MB) | Working set (MB) | .NET's heaps (MB) | Code (MB) | Files (MB) | Rest (MB) "
                    + "| Handles and sockets | Threads | Timers |",
                "|---|---|---|---|---|---|---|---|---|---|",
                .. rows,
            ]);
    }

    private static double Median(Sample[] samples, Func<Sample, double> value)
    {
        double[] sorted = [.. samples.Select(value).Order()];
        return sorted[sorted.Length / 2];
    }

    private static double ToMegabytes(long bytes) => bytes / (1024.0 * 1024);

    private sealed record Sample(
        double Minutes, double HeapMegabytes, double WorkingSetMegabytes, Resident Resident, int Handles, int Threads, long Timers);
}
