using System.Collections.Concurrent;

namespace HfEndpoints.Emulator;

/// <summary>The requests the service got, newest last; the oldest are forgotten.</summary>
internal sealed class RequestLog
{
    private const int Capacity = 100_000;
    private readonly ConcurrentQueue<RequestEntry> _entries = new();

    public void Add(RequestEntry entry)
    {
        _entries.Enqueue(entry);
        if (_entries.Count > Capacity)
        {
            _entries.TryDequeue(out _);
        }
    }

    public void Clear() => _entries.Clear();
    public object ToJson() => _entries.Select(entry => entry.ToJson());

    /// <summary>The last requests, newest first, without their bodies.</summary>
    public object Last(int count) => _entries.TakeLast(count).Reverse().Select(entry => entry.ToJson(hasBody: false)).ToArray();
}

/// <summary>One request as it arrived, and what became of it. Never its token.</summary>
internal sealed class RequestEntry(HttpRequest request, DateTimeOffset time)
{
    private const int MaxBodyCharacters = 64 * 1024;
    private readonly string _method = request.Method;
    private readonly string _path = request.Path.Value ?? "/";
    private readonly string _query = request.QueryString.Value ?? "";
    private readonly bool _authorization = request.Headers.Authorization.Count > 0;
    private readonly string? _contentType = request.ContentType;
    private volatile byte[] _body = [];
    private volatile object? _status;
    private volatile bool _aborted;
    private volatile bool _dropped;
    private volatile bool _inFlight = true;

    public byte[] Body
    {
        set => _body = value;
    }

    /// <summary>The client went away before it had its answer.</summary>
    public void Abort() => _aborted = _inFlight && !_dropped;

    /// <summary>A fault rule cut the connection.</summary>
    public void Drop() => _dropped = true;

    public void Finish(int status)
    {
        _status = status;
        _inFlight = false;
    }

    /// <summary>The request in JSON, if it is to be short without its body.</summary>
    public object ToJson(bool hasBody = true) => new
    {
        method = _method,
        path = _path,
        query = _query,
        contentType = _contentType,
        body = hasBody ? BodyNode() : null,
        authorization = _authorization,
        time = time.UtcDateTime.ToString("O"),
        status = _aborted || _dropped ? null : _status,
        aborted = _aborted,
        dropped = _dropped,
        inFlight = _inFlight,
    };

    private JsonNode? BodyNode()
    {
        byte[] body = _body;
        try
        {
            return body.Length == 0 ? null : JsonNode.Parse(body.Length <= MaxBodyCharacters ? body : default);
        }
        catch (JsonException)
        {
            return Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, MaxBodyCharacters));
        }
    }
}
