namespace HfEndpoints.Emulator;

/// <summary>Writes an answer as server-sent events, each sent off at once.</summary>
internal sealed class ServerSentEvents(HttpContext context, string prefix = "data:")
{
    /// <summary>Has a server send a comment before each event, as it does after some seconds of silence.</summary>
    public const string KeepAliveTag = "emulator:keep-alive";

    public static ServerSentEvents Begin(HttpContext context, string prefix = "data:")
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers["x-accel-buffering"] = "no";
        return new ServerSentEvents(context, prefix);
    }

    /// <summary>Sends the headers off, when the first event may be long in coming.</summary>
    public Task StartAsync() => context.Response.StartAsync(context.RequestAborted);
    public Task SendAsync(JsonNode data) => SendAsync(JsonSerializer.Serialize(data, HttpAnswers.Json));
    public Task SendAsync(string data) => SendManyAsync([data]);

    /// <summary>Sends an event that has JSON in another field than its data.</summary>
    public async Task SendFieldAsync(string name, JsonNode value)
    {
        await context.Response.WriteAsync($"{name}: {JsonSerializer.Serialize(value, HttpAnswers.Json)}\n\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    /// <summary>Sends events that are there together, with one flush.</summary>
    public async Task SendManyAsync(IEnumerable<string> many)
    {
        foreach (string data in many)
        {
            context.Features.Get<TrafficSample>()?.CountChunk();
            if (context.Features.Get<EngineRequest>()?.Spec.HasTag(KeepAliveTag) == true)
            {
                await context.Response.WriteAsync(":\n\n", context.RequestAborted);
            }

            await context.Response.WriteAsync($"{prefix}{data.ReplaceLineEndings($"\n{prefix}")}\n\n", context.RequestAborted);
        }

        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
