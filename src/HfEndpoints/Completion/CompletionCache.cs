namespace HfEndpoints.Completion;

/// <summary>
/// Keeps what completion asked the service for a moment, so that Tab pressed again answers at once. A list that does
/// not come within the time limit is none: completion must neither block nor fail.
/// </summary>
internal sealed class CompletionCache
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1.8);
    private static readonly TimeSpan s_lifetime = TimeSpan.FromSeconds(20);
    private readonly Dictionary<object, (long Since, object Value)> _kept = [];

    public IReadOnlyList<T> Get<T>(object key, Func<CancellationToken, Task<IReadOnlyList<T>>> ask)
    {
        if (_kept.TryGetValue(key, out (long Since, object Value) kept)
            && Environment.TickCount64 - kept.Since < s_lifetime.TotalMilliseconds)
        {
            return (IReadOnlyList<T>)kept.Value;
        }

        IReadOnlyList<T> value = [];
        using var timer = new CancellationTokenSource(s_patience);
        Task asking = Task.Run(
            async () =>
            {
                try
                {
                    value = await ask(timer.Token).ConfigureAwait(false);
                }
                catch (Exception exception) when (exception is Client.Errors.HfException or OperationCanceledException)
                {
                    // Nothing to offer: an error has no place on a command line that is being typed.
                    value = [];
                }
            },
            CancellationToken.None);
        asking.Wait(s_patience);
        if (value.Count > 0)
        {
            _kept[key] = (Environment.TickCount64, value);
        }

        return value;
    }
}
