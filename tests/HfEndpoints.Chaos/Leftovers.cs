using System.Diagnostics;

namespace HfEndpoints.Chaos;

/// <summary>What the process holds: files and sockets, threads, timers; and the exceptions of tasks that nobody looked at.</summary>
internal sealed class Leftovers : IDisposable
{
    // The runtime has threads, files and timers of its own that come and go.
    private const int Tolerance = 12;

    // The pool closes connections that a server has closed within a quarter of a minute.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(40);

    private readonly List<string> _unobserved = [];
    private readonly (int Handles, int Threads, long Timers) _before;

    public Leftovers()
    {
        TaskScheduler.UnobservedTaskException += Note;
        _before = Count();
    }

    public void Dispose() => TaskScheduler.UnobservedTaskException -= Note;

    /// <summary>What is left more than there was; to be called when all is closed.</summary>
    public async Task<IReadOnlyList<string>> FindAsync()
    {
        long begun = Stopwatch.GetTimestamp();
        IReadOnlyList<string> found;
        while ((found = More(Count())).Count > 0 && Stopwatch.GetElapsedTime(begun) < s_patience)
        {
            await Task.Delay(500);
        }

        lock (_unobserved)
        {
            return [.. found, .. _unobserved];
        }
    }

    private List<string> More((int Handles, int Threads, long Timers) now)
    {
        List<string> more = [];
        Compare("handles and sockets", _before.Handles, now.Handles);
        Compare("threads", _before.Threads, now.Threads);
        Compare("timers", _before.Timers, now.Timers);
        return more;

        void Compare(string what, long before, long after)
        {
            if (after > before + Tolerance)
            {
                more.Add($"{after} {what}, and {before} before the run");
            }
        }
    }

    /// <summary>What the process holds now, when all that is garbage is gone.</summary>
    public static (int Handles, int Threads, long Timers) Count()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using Process self = Process.GetCurrentProcess();
        return (CountHandles(), self.Threads.Count, Timer.ActiveCount);
    }

    // Without the loaded assemblies, of which there are more with each new operation. Only Linux says what a handle is.
    private static int CountHandles() => OperatingSystem.IsLinux()
        ? new DirectoryInfo("/proc/self/fd").EnumerateFiles()
            .Count(file => file.LinkTarget?.EndsWith(".dll", StringComparison.Ordinal) == false)
        : 0;

    private void Note(object? sender, UnobservedTaskExceptionEventArgs arguments)
    {
        lock (_unobserved)
        {
            _unobserved.Add($"nobody looked at {arguments.Exception}");
        }
    }
}
