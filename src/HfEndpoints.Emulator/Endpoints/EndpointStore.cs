namespace HfEndpoints.Emulator;

/// <summary>
/// Every endpoint of the service, under one lock. Work under the lock is short and never waits, so that a state seen by one
/// request is the state all others see.
/// </summary>
internal sealed class EndpointStore(EmulatorClock clock)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Namespace, string Name), EndpointRecord> _records = [];
    private readonly List<EndpointRecord> _deleted = [];
    private readonly List<EndpointWatch> _watches = [];

    /// <summary>Reads or changes the endpoints; all of them are settled to the time handed in.</summary>
    public T Use<T>(Func<IReadOnlyCollection<EndpointRecord>, DateTimeOffset, T> work) => Locked(now =>
    {
        foreach (EndpointRecord record in _records.Values)
        {
            record.Life.Settle(now);
        }

        return work(_records.Values, now);
    });

    /// <summary>Reads or changes one endpoint, settled to the time handed in.</summary>
    public T Use<T>(string owner, string name, Func<EndpointRecord, DateTimeOffset, T> work) => Locked(now =>
    {
        EndpointRecord record = Existing(owner, name);
        record.Life.Settle(now);
        return work(record, now);
    });

    /// <summary>Like the other, for an endpoint that is already at hand and may have been deleted since.</summary>
    public T Use<T>(EndpointRecord record, Func<DateTimeOffset, T> work) => Locked(now =>
    {
        record.Life.Settle(now);
        return work(now);
    });

    /// <summary>Does work of several steps that no other request may come between.</summary>
    public T Use<T>(Func<DateTimeOffset, T> work) => Locked(work);

    public EndpointRecord? Find(string owner, string name)
    {
        lock (_lock)
        {
            return _records.GetValueOrDefault((owner, name));
        }
    }

    public EndpointRecord Existing(string owner, string name) =>
        Find(owner, name) ?? throw ServiceException.NotFound($"endpoint '{owner}/{name}' not found");

    public void Add(EndpointRecord record)
    {
        lock (_lock)
        {
            Refuse.If(
                !_records.TryAdd((record.Namespace, record.Name), record),
                () => ServiceException.Conflict($"endpoint '{record.Name}' already exists"));
        }
    }

    public void Remove(string owner, string name, Action<EndpointRecord, DateTimeOffset> removed) => Use(owner, name, (record, now) =>
    {
        record.Life.Pause(now);
        record.IsDeleted = true;
        _records.Remove((owner, name));
        _deleted.Add(record);
        removed(record, now);
        clock.Pulse();
        return record;
    });

    /// <summary>Everything that was ever billed, deleted endpoints included.</summary>
    public T UseAll<T>(Func<IReadOnlyList<EndpointRecord>, DateTimeOffset, T> work) =>
        Use((records, now) => work([.. _deleted, .. records], now));

    /// <summary>Begins to follow an endpoint; the watch is in the store's care until it is given back.</summary>
    public EndpointWatch Watch(string owner, string name, Func<EndpointRecord, DateTimeOffset, string> picture) =>
        Use(owner, name, (record, _) =>
        {
            var watch = new EndpointWatch(record, picture);
            _watches.Add(watch);
            return watch;
        });

    public void Unwatch(EndpointWatch watch)
    {
        lock (_lock)
        {
            _watches.Remove(watch);
            watch.Dispose();
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            foreach (EndpointRecord record in _records.Values)
            {
                record.IsDeleted = true;
            }

            _records.Clear();
            _deleted.Clear();
            _watches.ForEach(watch => watch.Look(clock.UtcNow));
        }

        clock.Pulse();
    }

    private T Locked<T>(Func<DateTimeOffset, T> work)
    {
        lock (_lock)
        {
            DateTimeOffset now = clock.UtcNow;
            T result = work(now);
            foreach (EndpointWatch watch in _watches)
            {
                watch.Look(now);
            }

            return result;
        }
    }
}
