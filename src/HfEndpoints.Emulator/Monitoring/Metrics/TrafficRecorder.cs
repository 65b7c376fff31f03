namespace HfEndpoints.Emulator;

/// <summary>Counts and times the requests to deployed endpoints, and has the container write its line about each.</summary>
internal sealed class TrafficRecorder(EndpointStore store, EmulatorClock clock)
{
    public async Task ObserveAsync(HttpContext context, EndpointRecord record, string path, Func<TrafficSample, Task> work)
    {
        var sample = new TrafficSample(clock);
        context.Features.Set(sample);
        context.Response.OnStarting(() =>
        {
            sample.MarkFirstByte();
            return Task.CompletedTask;
        });
        store.Use(record, now =>
        {
            record.Traffic.Begin(now);
            return true;
        });
        int? status = null;
        try
        {
            await work(sample);
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            status = AnswerMiddleware.StatusOf(exception);
            throw;
        }
        finally
        {
            sample.Finish();
            bool left = context.RequestAborted.IsCancellationRequested;
            Finish(
                record, sample, context.Request.Method, path, left ? StatusCodes.Status499ClientClosedRequest : status
                    ?? context.Response.StatusCode);
        }
    }

    private void Finish(EndpointRecord record, TrafficSample sample, string method, string path, int status) => store.Use(record, now =>
    {
        record.Traffic.End(now, sample, status);
        if (sample.ReplicaId is string replica
            && ServerLogs.For(record.Spec).Request(method, path, status, sample.Elapsed) is (string level, string text))
        {
            record.SettleLogs(now);
            record.Logs.Append(now, replica, level, ServerLogs.For(record.Spec).Format(now, level, text), null);
        }

        return true;
    });
}
