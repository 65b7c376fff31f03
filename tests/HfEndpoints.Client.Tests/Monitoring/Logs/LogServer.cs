using System.Collections.Specialized;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Web;

namespace HfEndpoints.Client.Tests;

/// <summary>A service with one log, whose streams a test cuts while they run.</summary>
internal sealed class LogServer : IAsyncDisposable
{
    private readonly object _lock = new();
    private readonly List<HfLogEntry> _entries = [];
    private readonly RawServer _server;
    private TaskCompletionSource _changed = NewSignal();
    private int _cuts;
    private int _streams;
    private bool _isOver;

    public LogServer() => _server = new RawServer(AnswerAsync);

    public RawServer Server => _server;

    /// <summary>Happens when a stream is asked for, before it is answered.</summary>
    public Action? BeforeStream { get; set; }

    public int PageSize { get; init; } = 1000;

    public IReadOnlyList<HfLogEntry> Entries
    {
        get
        {
            lock (_lock)
            {
                return [.. _entries];
            }
        }
    }

    public LogsClient Logs(Func<HfClientOptions, HfClientOptions>? change = null) => _server.Client(change).Logs;

    public void Write(string line, DateTimeOffset time, string replica = "r-1")
    {
        Change(() => _entries.Add(new HfLogEntry
        {
            Line = line,
            Timestamp = time,
            Replica = replica,
            Stream = "stdout",
            Level = "INFO",
            Endpoint = "e",
            Namespace = "acme",
        }));
    }

    /// <summary>Resets the connection of every stream.</summary>
    public void Cut() => Change(() => _cuts++);

    /// <summary>Completes when so many streams have begun.</summary>
    public async Task StreamsAsync(int count)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_streams >= count)
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WithinDeadlineAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Change(() => _isOver = true);
        await _server.DisposeAsync();
    }

    private static bool IsStream(RawRequest request) => request.Target.Split('?')[0].EndsWith("/logs/sse", StringComparison.Ordinal);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Change(Action change)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            change();
            changed = _changed;
            _changed = NewSignal();
        }

        changed.SetResult();
    }

    private Task AnswerAsync(RawRequest request, RawConnection connection)
    {
        NameValueCollection query = HttpUtility.ParseQueryString(request.Target.Split('?', 2).ElementAtOrDefault(1) ?? "");
        DateTimeOffset since = query["since"] is { } text
            ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture)
            : DateTimeOffset.MinValue;
        if (!IsStream(request))
        {
            return PageAsync(connection, since, query);
        }

        BeforeStream?.Invoke();
        return StreamAsync(connection, since, query["since"] is not null || query["tail"] is not null);
    }

    private Task PageAsync(RawConnection connection, DateTimeOffset since, NameValueCollection query)
    {
        HfLogEntry[] all = [.. Entries.Where(entry => entry.Timestamp >= since).OrderBy(entry => entry.Timestamp)];
        int limit = Math.Min(int.Parse(query["limit"]!, CultureInfo.InvariantCulture), PageSize);
        string order = query["order"]!;
        int from = order == "asc"
            ? int.Parse(query["after"] ?? "0", CultureInfo.InvariantCulture)
            : Math.Max(0, int.Parse(query["before"] ?? $"{all.Length}", CultureInfo.InvariantCulture) - limit);
        int to = order == "asc"
            ? Math.Min(all.Length, from + limit)
            : int.Parse(query["before"] ?? $"{all.Length}", CultureInfo.InvariantCulture);
        // A page never parts lines of one time, as the service promises.
        while (order == "asc" && to > 0 && to < all.Length && all[to].Timestamp == all[to - 1].Timestamp)
        {
            to++;
        }

        while (order == "desc" && from > 0 && from < all.Length && all[from].Timestamp == all[from - 1].Timestamp)
        {
            from--;
        }

        string[] links =
        [
            .. to < all.Length ? [$"<http://inside.invalid/v3/x?after={to}>; rel=\"next\""] : Array.Empty<string>(),
            .. from > 0 ? [$"<http://inside.invalid/v3/x?before={from}>; rel=\"prev\""] : Array.Empty<string>(),
        ];
        return connection.AnswerAsync(
            (int)HttpStatusCode.OK,
            new JsonArray([.. all[from..to].Select(ToJson)]).ToJsonString(),
            "application/json",
            links.Length > 0 ? [$"Link: {string.Join(", ", links)}"] : []);
    }

    private async Task StreamAsync(RawConnection connection, DateTimeOffset since, bool isFromTheBeginning)
    {
        await connection.BeginAsync("text/event-stream");
        int sent = 0;
        int cuts = 0;
        Change(() =>
        {
            // Together: a cut after this is a cut of this stream.
            _streams++;
            cuts = _cuts;
            sent = isFromTheBeginning ? 0 : _entries.Count;
        });
        while (true)
        {
            Task changed;
            HfLogEntry[] added;
            bool isCut;
            lock (_lock)
            {
                changed = _changed.Task;
                added = [.. _entries.Skip(sent).Where(entry => entry.Timestamp >= since)];
                sent = _entries.Count;
                isCut = _cuts != cuts;
                if (_isOver)
                {
                    return;
                }
            }

            await connection.WriteAsync(string.Concat(added.Select(entry => $"data: {ToJson(entry)?.ToJsonString()}\n\n")));
            if (isCut)
            {
                await connection.WriteAsync("data: {\"line\":\"half an ev");
                await connection.ResetAsync();
                return;
            }

            await changed;
        }
    }

    private static JsonNode? ToJson(HfLogEntry entry) => new JsonObject
    {
        ["timestamp"] = entry.Timestamp!.Value.ToString("O", CultureInfo.InvariantCulture),
        ["line"] = entry.Line,
        ["stream"] = entry.Stream,
        ["replica_id"] = entry.Replica,
        ["level"] = entry.Level,
    };
}
