using System.Threading.Channels;

namespace HfEndpoints.Emulator;

/// <summary>
/// The changes of one endpoint for one follower, each as the endpoint was at the time of the change, however late somebody
/// settled it. Used under the store's lock but for the reading.
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
