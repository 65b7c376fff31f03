namespace HfEndpoints.Fuzz;

/// <summary>Measures what work takes of the managed heap. Tests do not run beside each other here, so it is theirs alone.</summary>
internal static class MemoryMeter
{
    /// <summary>
    /// The bytes that were in use at most, above those before. Garbage does not count: when it is collected depends on the machine.
    /// </summary>
    public static async Task<long> PeakAsync(Func<Task> work)
    {
        long before = InUse();
        long highest = before;
        using var done = new CancellationTokenSource();
        var sampler = new Thread(() =>
        {
            while (!done.IsCancellationRequested)
            {
                GC.Collect();
                highest = Math.Max(highest, GC.GetTotalMemory(forceFullCollection: false));
                Thread.Sleep(5);
            }
        });
        sampler.Start();
        try
        {
            await work();
        }
        finally
        {
            await done.CancelAsync();
            sampler.Join();
        }

        return highest - before;
    }

    /// <summary>The bytes that work allocates, which count its steps without a clock.</summary>
    public static async Task<long> AllocatedAsync(Func<Task> work)
    {
        long before = GC.GetTotalAllocatedBytes(precise: true);
        await work();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }

    /// <summary>The bytes that are in use.</summary>
    public static long InUse() => GC.GetTotalMemory(forceFullCollection: true);
}
