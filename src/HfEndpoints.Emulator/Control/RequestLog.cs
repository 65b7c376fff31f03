namespace HfEndpoints.Emulator;

/// <summary>The requests the service got, newest last; the oldest are forgotten.</summary>
internal sealed class RequestLog
{
    private const int Capacity = 100_000;
    private readonly Lock _lock = new();
    private readonly Queue<RequestEntry> _entries = new();

    public void Add(RequestEntry entry)
    {
        lock (_lock)
        {
            _entries.Enqueue(entry);
            if (_entries.Count > Capacity)
            {
                _entries.Dequeue();
            }
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
        }
    }

    public JsonArray ToJson()
    {
        lock (_lock)
        {
            return [.. _entries.Select(entry => entry.ToJson())];
        }
    }
}
