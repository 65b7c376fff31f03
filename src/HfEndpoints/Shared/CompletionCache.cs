namespace HfEndpoints.Commands;

/// <summary>
/// Caches lists for completion for a moment, so that the next Tab answers at once. Completion must neither block nor
/// fail, so a list that is late is empty at first; the next Tab may have it. Safe for use by several threads.
/// </summary>
internal sealed class CompletionCache
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1.8);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_lifetime = TimeSpan.FromSeconds(20);
    private readonly Dictionary<object, Entry> _kept = [];

    /// <summary>The list of a key.</summary>
    public IReadOnlyList<T> Get<T>(object key, Func<CancellationToken, Task<IReadOnlyList<T>>> ask)
    {
        Entry entry = Find(key, () => new Entry(Task.Run(() => AskAsync(ask)).Observed()));
        Task<IReadOnlyList<T>> asking = (Task<IReadOnlyList<T>>)entry.Asking;
        IReadOnlyList<T> values = asking.Wait(s_patience) ? asking.Result : [];
        if (asking.IsCompleted && values.Count == 0)
        {
            // Don't cache it: it may be available at the next Tab.
            lock (_kept)
            {
                _kept.Remove(key);
            }
        }

        return values;
    }

    private Entry Find(object key, Func<Entry> make)
    {
        lock (_kept)
        {
            foreach (object old in _kept.Where(pair => pair.Value.IsOver).Select(pair => pair.Key).ToArray())
            {
                _kept.Remove(old);
            }

            if (!_kept.TryGetValue(key, out Entry? entry))
            {
                entry = make();
                _kept[key] = entry;
            }

            return entry;
        }
    }

    private static async Task<IReadOnlyList<T>> AskAsync<T>(Func<CancellationToken, Task<IReadOnlyList<T>>> ask)
    {
        using var timer = new CancellationTokenSource(s_longest);
        try
        {
            return await ask(timer.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HfException or OperationCanceledException)
        {
            // Offer nothing: completion can't show errors.
            return [];
        }
    }

    private sealed record Entry(Task Asking)
    {
        private readonly long _since = Environment.TickCount64;

        public bool IsOver => Environment.TickCount64 - _since > s_lifetime.TotalMilliseconds;
    }
}
