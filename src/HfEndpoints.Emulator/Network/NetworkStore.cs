using System.Collections.Concurrent;

namespace HfEndpoints.Emulator;

/// <summary>The address lists and domains of all namespaces, and which private services were deleted when.</summary>
internal sealed class NetworkStore(RandomSource random)
{
    private readonly Lock _lock = new();
    private readonly List<CidrListRecord> _lists = [];
    private readonly List<DomainRecord> _domains = [];
    private readonly ConcurrentDictionary<string, DateTimeOffset> _deletedServices = [];
    private int _count;

    public IReadOnlyList<CidrListRecord> Lists(string owner) => Locked(() => _lists.FindAll(list => list.Namespace == owner));

    public CidrListRecord AddList(string owner, string name, IReadOnlyList<string> ranges) => Locked(() =>
    {
        string id = "cidr-" + random.ObjectId("cidr", owner, (_count++).ToString(CultureInfo.InvariantCulture));
        _lists.Add(new CidrListRecord(id, owner, name, ranges));
        return _lists[^1];
    });

    public CidrListRecord ReplaceList(string owner, string id, string name, IReadOnlyList<string> ranges) => Locked(() =>
    {
        int index = IndexOfList(owner, id);
        return _lists[index] = _lists[index] with { Name = name, Ranges = ranges };
    });

    public void RemoveList(string owner, string id) => Locked(() =>
    {
        _lists.RemoveAt(IndexOfList(owner, id));
        return true;
    });

    public IReadOnlyList<DomainRecord> Domains(string owner, DateTimeOffset now) => Locked(() =>
    {
        _domains.RemoveAll(domain => domain.IsGone(now));
        return _domains.FindAll(domain => domain.Namespace == owner);
    });

    public DomainRecord AddDomain(string owner, string name, DateTimeOffset now) => Locked(() =>
    {
        _domains.RemoveAll(domain => domain.IsGone(now));
        Refuse.If(_domains.Exists(domain => domain.Domain == name), () => ServiceException.Conflict($"domain '{name}' already exists"));
        _domains.Add(new DomainRecord(owner, name, now));
        return _domains[^1];
    });

    public void RemoveDomain(string owner, string name, DateTimeOffset now) => Locked(() =>
    {
        int index = _domains.FindIndex(domain => domain.Namespace == owner && domain.Domain == name && domain.DeletedAt is null);
        Refuse.If(index < 0, () => ServiceException.NotFound($"domain '{name}' not found"));
        return _domains[index] = _domains[index] with { DeletedAt = now };
    });

    public DateTimeOffset? ServiceDeletedAt(string id) => _deletedServices.TryGetValue(id, out DateTimeOffset at) ? at : null;
    public void DeleteService(string id, DateTimeOffset now) => _deletedServices[id] = now;

    public void Clear() => Locked(() =>
    {
        _lists.Clear();
        _domains.Clear();
        _deletedServices.Clear();
        return true;
    });

    private T Locked<T>(Func<T> work)
    {
        lock (_lock)
        {
            return work();
        }
    }

    private int IndexOfList(string owner, string id) =>
        _lists.FindIndex(list => list.Namespace == owner && list.Id == id) is >= 0 and int index
            ? index
            : throw ServiceException.NotFound($"cidr list '{id}' not found");
}

/// <summary>A named list of address ranges.</summary>
internal sealed record CidrListRecord(string Id, string Namespace, string Name, IReadOnlyList<string> Ranges)
{
    public object ToJson() => new { id = Id, name = Name, cidrList = Ranges };
}

/// <summary>A custom domain. Its stage follows from the time; the beginning of its name decides how it ends.</summary>
internal sealed record DomainRecord(string Namespace, string Domain, DateTimeOffset CreatedAt)
{
    private static readonly TimeSpan s_pending = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_challenge = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_deleting = TimeSpan.FromSeconds(5);
    public DateTimeOffset? DeletedAt { get; init; }
    public bool IsGone(DateTimeOffset now) => now - DeletedAt >= s_deleting;

    public object ToJson(DateTimeOffset now) =>
        new { domain = Domain, createdAt = EmulatorClock.Format(CreatedAt), status = new { stage = Stage(now) } };

    private string Stage(DateTimeOffset now) => (now - CreatedAt) switch
    {
        _ when DeletedAt is not null => "Deleting",
        TimeSpan age when age < s_pending => "Pending",
        TimeSpan age when age < s_challenge => "PendingChallenge",
        _ when Domain.StartsWith("expired", StringComparison.Ordinal) => "ExpiredChallenge",
        _ when Domain.StartsWith("misconfigured", StringComparison.Ordinal) => "Misconfigured",
        _ => "Ready",
    };
}
