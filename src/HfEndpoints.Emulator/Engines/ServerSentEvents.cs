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
    public Task SendAsync(object data) => SendAsync(Write(data));
    public Task SendAsync(string data) => SendManyAsync([data]);
    public static string Write(object data) => JsonSerializer.Serialize(data, HttpAnswers.Json);

    /// <summary>Sends an event that has JSON in another field than its data.</summary>
    public async Task SendFieldAsync(string name, object value)
    {
        await context.Response.WriteAsync($"{name}: {Write(value)}\n\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    /// <summary>
    /// Sends the tokens of several texts, one of each by turns, as they are written together. Whether the model got to the end; it
    /// may be told to fail before.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="generations">The texts.</param>
    /// <param name="failAfter">After how many tokens the model fails; null for never.</param>
    /// <param name="write">The event of a text's token, by the numbers of both; null for none.</param>
    public async Task<bool> SendTurnsAsync(
        EngineRequest request, IReadOnlyList<Generation> generations, int? failAfter, Func<int, int, object?> write)
    {
        int longest = generations.Max(generation => generation.Tokens.Count);
        for (int position = 0; position < longest; position++)
        {
            await request.ThinkAsync(longest);
            if (position >= failAfter)
            {
                return false;
            }

            for (int index = 0; index < generations.Count; index++)
            {
                if (position < generations[index].Tokens.Count && write(index, position) is object data)
                {
                    await SendAsync(data);
                }
            }
        }

        return true;
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
