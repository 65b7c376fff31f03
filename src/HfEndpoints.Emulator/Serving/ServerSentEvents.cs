using System.Text.Json;
using System.Text.Json.Nodes;
using HfEndpoints.Emulator.Http;

namespace HfEndpoints.Emulator.Serving;

/// <summary>Writes an answer as server-sent events, each sent off at once.</summary>
internal sealed class ServerSentEvents(HttpContext context, string prefix = "data:")
{
    public static ServerSentEvents Begin(HttpContext context, string prefix = "data:")
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers["x-accel-buffering"] = "no";
        return new ServerSentEvents(context, prefix);
    }

    public Task SendAsync(JsonNode data) => SendAsync(JsonSerializer.Serialize(data, HttpAnswers.Json));

    public async Task SendAsync(string data)
    {
        await context.Response.WriteAsync($"{prefix}{data}\n\n", context.RequestAborted).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }
}
