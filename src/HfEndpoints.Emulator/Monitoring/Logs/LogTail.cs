namespace HfEndpoints.Emulator;

/// <summary>Reads an endpoint's log, once or on and on.</summary>
internal sealed class LogTail(EndpointStore store, EmulatorClock clock)
{
    public T Read<T>(string owner, string name, Func<EndpointRecord, T> work) => store.Use(owner, name, (record, now) =>
    {
        record.SettleLogs(now);
        return work(record);
    });

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
