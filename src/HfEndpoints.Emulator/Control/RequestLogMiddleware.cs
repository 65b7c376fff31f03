using HfEndpoints.Emulator.Http;
using HfEndpoints.Emulator.Lifecycle;

namespace HfEndpoints.Emulator.Control;

/// <summary>Writes every request to the service into the log when it arrives, and its end when it ends.</summary>
internal sealed class RequestLogMiddleware(RequestDelegate next, RequestLog log, EmulatorClock clock)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (ControlRoutes.IsControl(context.Request.Path))
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        var entry = new RequestEntry(context.Request, clock.UtcNow);
        log.Add(entry);
        context.Features.Set(entry);
        using CancellationTokenRegistration abort = context.RequestAborted.Register(entry.Abort);
        try
        {
            byte[] body = await context.Request.ReadBodyAsync().ConfigureAwait(false);
            entry.Body = body;
            context.Request.Body = new MemoryStream(body);
            await next(context).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or BadHttpRequestException
            && context.RequestAborted.IsCancellationRequested)
        {
            // The client went away while it sent its body.
            entry.Abort();
        }
        finally
        {
            entry.Finish(context.Response.StatusCode);
        }
    }
}
