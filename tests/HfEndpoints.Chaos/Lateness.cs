using System.Diagnostics;

namespace HfEndpoints.Chaos;

/// <summary>
/// How late the machine and the runtime are by themselves: a thread that only sleeps notes when it comes back later than asked, and
/// when the thread pool has not run what does nothing. A time that was measured meanwhile says nothing below that.
/// </summary>
internal sealed class Lateness : IDisposable
{
    private static readonly TimeSpan s_nap = TimeSpan.FromMilliseconds(2);

    private readonly Lock _lock = new();
    private readonly List<(long Due, long Came)> _delays = [];
    private readonly Thread _sleeper;
    private readonly HashSet<long> _expected = [];
    private volatile bool _isOver;

    public Lateness()
    {
        _sleeper = new Thread(Sleep) { IsBackground = true, Name = nameof(Lateness) };
        _sleeper.Start();
    }

    /// <summary>How much of the time between two timestamps something was late.</summary>
    public TimeSpan Between(long begun, long ended)
    {
        lock (_lock)
        {
            TimeSpan late = default;
            long counted = begun;
            // What has not come yet is late too: otherwise a pause of everything, which is over for the caller first, would not count.
            IEnumerable<(long Due, long Came)> delays = _delays.Concat(_expected.Select(due => (due, ended)));
            foreach ((long due, long came) in delays.Where(delay => delay.Came > begun && delay.Due < ended).OrderBy(delay => delay.Due))
            {
                long from = Math.Max(counted, due);
                long to = Math.Min(ended, came);
                if (to > from)
                {
                    late += Stopwatch.GetElapsedTime(from, to);
                    counted = to;
                }
            }

            return late;
        }
    }

    public void Dispose()
    {
        _isOver = true;
        _sleeper.Join();
    }

    private void Sleep()
    {
        int isQueued = 0;
        while (!_isOver)
        {
            long begun = Stopwatch.GetTimestamp();
            long due = begun + (long)(s_nap.TotalSeconds * Stopwatch.Frequency);
            if (Interlocked.Exchange(ref isQueued, 1) == 0)
            {
                Expect(begun);
                ThreadPool.UnsafeQueueUserWorkItem(
                    _ =>
                    {
                        Note(begun);
                        Volatile.Write(ref isQueued, 0);
                    },
                    state: null);
            }

            Expect(due);
            Thread.Sleep(s_nap);
            Note(due);
        }
    }

    private void Expect(long due)
    {
        lock (_lock)
        {
            _expected.Add(due);
        }
    }

    private void Note(long due)
    {
        long now = Stopwatch.GetTimestamp();
        lock (_lock)
        {
            _expected.Remove(due);
            if (Stopwatch.GetElapsedTime(due, now) > s_nap)
            {
                _delays.Add((due, now));
            }
        }
    }
}
