namespace HfEndpoints.Emulator;

internal static class EventRoutes
{
    public static void MapEvents(this IEndpointRouteBuilder routes) => routes.MapGet("/v2/endpoint/{ns}/{name}/sse", FollowAsync);

    private static async Task FollowAsync(
        HttpContext context, AccountDirectory accounts, EndpointStore store, EndpointService service, EmulatorClock clock, string ns,
        string name)
    {
        accounts.Authorize(context.Request, ns, write: false);
        EndpointWatch watch = store.Watch(ns, name, (record, at) => JsonSerializer.Serialize(service.View(record, at), HttpAnswers.Json));
        try
        {
            await SendAsync(context, store, clock, watch);
        }
        finally
        {
            store.Unwatch(watch);
        }
    }

    /// <summary>Sends the present state, then every change, until the endpoint is deleted or the client leaves.</summary>
    private static async Task SendAsync(HttpContext context, EndpointStore store, EmulatorClock clock, EndpointWatch watch)
    {
        ServerSentEvents events = ServerSentEvents.Begin(context);
        while (true)
        {
            Task moved = clock.Changed;
            DateTimeOffset? next = store.Use(watch.Record, _ => watch.Record.Life.NextChange());
            while (watch.Changes.TryRead(out string? change))
            {
                if (change != EndpointWatch.Stir)
                {
                    await events.SendAsync(change);
                }
            }

            if (watch.Changes.Completion.IsCompleted || CutAnswer.IsAsked(context))
            {
                return;
            }

            Task changed = watch.Changes.WaitToReadAsync(context.RequestAborted).AsTask();
            await clock.WaitAsync(next, Task.WhenAny(moved, changed), context.RequestAborted);
        }
    }
}
