using System.Threading.Channels;

namespace HfEndpoints.Emulator;

internal static class EventRoutes
{
    public static void MapEvents(this IEndpointRouteBuilder routes) =>
        routes.MapMembers().MapGet("/v2/endpoint/{ns}/{name}/sse", FollowAsync);

    private static async Task FollowAsync(
        HttpContext context, EndpointStore store, EndpointService service, EmulatorClock clock, string ns, string name)
    {
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

/// <summary>
/// The changes of one endpoint for one follower, each as the endpoint was at the time of the change, however late somebody
/// settled it. Used under the store's lock, except for reading.
/// </summary>
internal sealed class EndpointWatch : IDisposable
{
    /// <summary>What a follower is sent that only has to look at the time of the next change again.</summary>
    public const string Stir = "";
    private const int Capacity = 1000;
    private readonly EndpointRecord _record;
    private readonly Func<EndpointRecord, DateTimeOffset, string> _picture;

    private readonly Channel<string> _changes = Channel.CreateBounded<string>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest });

    private object? _last;
    private DateTimeOffset? _next;

    public EndpointWatch(EndpointRecord record, Func<EndpointRecord, DateTimeOffset, string> picture)
    {
        _record = record;
        _picture = picture;
        record.Life.Stepped += Look;
    }

    public EndpointRecord Record => _record;
    public ChannelReader<string> Changes => _changes.Reader;

    /// <summary>Takes a picture if the endpoint differs from the last one.</summary>
    public void Look(DateTimeOffset at)
    {
        if (_record.IsDeleted)
        {
            _changes.Writer.TryComplete();
            return;
        }

        EndpointLife life = _record.Life;
        object visible =
            (life.State, life.Message, life.ErrorMessage, life.ReadyReplica(at), life.TargetReplica, _record.Spec, _record.AgentMessage);
        DateTimeOffset? next = life.NextChange();
        if (!visible.Equals(_last))
        {
            _last = visible;
            _changes.Writer.TryWrite(_picture(_record, at));
        }
        else if (next is not null && (_next is null || next < _next))
        {
            _changes.Writer.TryWrite(Stir);
        }

        _next = next;
    }

    public void Dispose()
    {
        _record.Life.Stepped -= Look;
        _changes.Writer.TryComplete();
    }
}
