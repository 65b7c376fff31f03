using System.Threading.Channels;

namespace HfEndpoints.Client.Tests;

/// <summary>Follows a log all the time, and gives its lines when they are asked for.</summary>
internal sealed class Follower : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<HfLogEntry> _entries = Channel.CreateUnbounded<HfLogEntry>();
    private readonly Task _following;

    public Follower(LogsClient logs, LogQuery query) => _following = FollowAsync(logs, query);

    public async Task<string> NextAsync() => (await NextEntryAsync()).Line;

    public async Task<IReadOnlyList<string>> NextAsync(int count)
    {
        var lines = new List<string>();
        while (lines.Count < count)
        {
            lines.Add(await NextAsync());
        }

        return lines;
    }

    public async Task<List<HfLogEntry>> UntilAsync(string line)
    {
        List<HfLogEntry> entries = [];
        do
        {
            entries.Add(await NextEntryAsync());
        }
        while (entries[^1].Line != line);

        return entries;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _following.WithinDeadlineAsync();
        _stop.Dispose();
    }

    private async Task<HfLogEntry> NextEntryAsync()
    {
        // Unlike a plain read, this throws what ended the following as it was.
        Assert.True(await _entries.Reader.WaitToReadAsync().AsTask().WithinDeadlineAsync());
        Assert.True(_entries.Reader.TryRead(out HfLogEntry? entry));
        return entry;
    }

    private async Task FollowAsync(LogsClient logs, LogQuery query)
    {
        try
        {
            await foreach (HfLogEntry entry in logs.FollowAsync("acme", "e", query, _stop.Token))
            {
                _entries.Writer.TryWrite(entry);
            }
        }
        catch (Exception exception)
        {
            // Whoever asks for the next line gets it.
            _entries.Writer.Complete(exception);
        }
    }
}
