namespace HfEndpoints.Emulator;

/// <summary>The older log routes: lines as the containers wrote them.</summary>
internal static class TextLogRoutes
{
    public static void MapTextLogs(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder members = routes.MapMembers().MapGroup("/v2/endpoint/{ns}/{name}/logs");
        members.MapGet("", GetAsync);
        members.MapGet("/sse", (HttpContext context, LogTail reader, string ns, string name) =>
        {
            var filter = new LogFilter(context.Request.Query);
            (EndpointRecord record, LogLine[] lines, long last) = Tail(context, reader, filter, ns, name);
            return reader.StreamAsync(context, record, filter, lines, last, line => line.Cut(filter.MaxLength));
        });
    }

    private static async Task<string?> GetAsync(HttpContext context, LogTail reader, string ns, string name)
    {
        var filter = new LogFilter(context.Request.Query);
        bool follows = context.Request.Query.ReadFlag("follow") ?? false;
        (EndpointRecord record, LogLine[] lines, long last) = Tail(context, reader, filter, ns, name);
        if (!follows)
        {
            return Text(lines);
        }

        context.Response.ContentType = "text/plain; charset=utf-8";
        await SendAsync(lines);
        await reader.FollowAsync(context, record, filter, last, SendAsync);
        return null;

        string Text(IEnumerable<LogLine> added) => string.Concat(added.Select(line => line.Cut(filter.MaxLength) + "\n"));

        async Task SendAsync(IReadOnlyList<LogLine> added)
        {
            await context.Response.WriteAsync(Text(added), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    private static (EndpointRecord Record, LogLine[] Lines, long Last) Tail(
        HttpContext context, LogTail reader, LogFilter filter, string ns, string name)
    {
        int tail = context.Request.Query.ReadCount("tail") ?? int.MaxValue;
        return reader.Read(
            ns, name, record => (record, record.Logs.Lines.Where(filter.Matches).TakeLast(tail).ToArray(), record.Logs.Last));
    }
}

/// <summary>Reads an endpoint's log, once or continuously.</summary>
internal sealed class LogTail(EndpointStore store, EmulatorClock clock)
{
    public T Read<T>(string owner, string name, Func<EndpointRecord, T> work) => store.Use(owner, name, (record, now) =>
    {
        record.SettleLogs(now);
        return work(record);
    });

    /// <summary>Sends lines as events, then those that follow.</summary>
    public async Task StreamAsync(
        HttpContext context, EndpointRecord record, LogFilter filter, LogLine[] lines, long last, Func<LogLine, string> write)
    {
        ServerSentEvents events = ServerSentEvents.Begin(context);
        await events.StartAsync();
        await SendAsync(lines);
        await FollowAsync(context, record, filter, last, SendAsync);

        Task SendAsync(IReadOnlyList<LogLine> added) => events.SendManyAsync(added.Select(write));
    }

    /// <summary>
    /// Hands over the lines after a sequence in their order, each as soon as it is written, until the endpoint is deleted, no
    /// line can match any more or the client leaves.
    /// </summary>
    public async Task FollowAsync(
        HttpContext context, EndpointRecord record, LogFilter filter, long after, Func<IReadOnlyList<LogLine>, Task> send)
    {
        while (true)
        {
            Task moved = clock.Changed;
            (LogLine[] lines, DateTimeOffset? next, Task appended, bool isOver) = store.Use(record, now =>
            {
                record.SettleLogs(now);
                LogLine[] found = [.. record.Logs.After(after).Where(filter.Matches)];
                after = record.Logs.Last;
                bool over = record.IsDeleted || filter.IsOver(now) || CutAnswer.IsAsked(context);
                return (found, Earlier(record.Logs.NextAt(), record.Life.NextChange()), record.Logs.Appended, over);
            });
            if (lines.Length > 0)
            {
                await send(lines);
            }

            if (isOver)
            {
                return;
            }

            await clock.WaitAsync(next, Task.WhenAny(moved, appended), context.RequestAborted);
        }
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b : a;
}
