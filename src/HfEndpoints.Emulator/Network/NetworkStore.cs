using System.Globalization;

namespace HfEndpoints.Emulator;

/// <summary>The address lists and domains of all namespaces, and which private services were deleted when.</summary>
internal sealed class NetworkStore(RandomSource random)
{
    private readonly Lock _lock = new();
    private readonly List<CidrListRecord> _lists = [];
    private readonly List<DomainRecord> _domains = [];
    private readonly Dictionary<string, DateTimeOffset> _deletedServices = [];
    private int _count;

    public IReadOnlyList<CidrListRecord> Lists(string @namespace)
    {
        lock (_lock)
        {
            return [.. _lists.Where(list => list.Namespace == @namespace)];
        }
    }

    public CidrListRecord AddList(string @namespace, string name, IReadOnlyList<string> ranges)
    {
        lock (_lock)
        {
            string id = "cidr-" + random.ObjectId("cidr", @namespace, (_count++).ToString(CultureInfo.InvariantCulture));
            var list = new CidrListRecord(id, @namespace, name, ranges);
            _lists.Add(list);
            return list;
        }
    }

    public CidrListRecord ReplaceList(string @namespace, string id, string name, IReadOnlyList<string> ranges)
    {
        lock (_lock)
        {
            int index = IndexOfList(@namespace, id);
            return _lists[index] = _lists[index] with { Name = name, Ranges = ranges };
        }
    }

    public void RemoveList(string @namespace, string id)
    {
        lock (_lock)
        {
            _lists.RemoveAt(IndexOfList(@namespace, id));
        }
    }

    public IReadOnlyList<DomainRecord> Domains(string @namespace, DateTimeOffset now)
    {
        lock (_lock)
        {
            _domains.RemoveAll(domain => domain.IsGone(now));
            return [.. _domains.Where(domain => domain.Namespace == @namespace)];
        }
    }

    public DomainRecord AddDomain(string @namespace, string name, DateTimeOffset now)
    {
        lock (_lock)
        {
            _domains.RemoveAll(domain => domain.IsGone(now));
            if (_domains.Exists(domain => domain.Domain == name))
            {
                throw ServiceException.Conflict($"domain '{name}' already exists");
            }

            var added = new DomainRecord(@namespace, name, now);
            _domains.Add(added);
            return added;
        }
    }

    public void RemoveDomain(string @namespace, string name, DateTimeOffset now)
    {
        lock (_lock)
        {
            int index = _domains.FindIndex(domain => domain.Namespace == @namespace && domain.Domain == name && domain.DeletedAt is null);
            if (index < 0)
            {
                throw ServiceException.NotFound($"domain '{name}' not found");
            }

            _domains[index] = _domains[index] with { DeletedAt = now };
        }
    }

    public DateTimeOffset? ServiceDeletedAt(string id)
    {
        lock (_lock)
        {
            return _deletedServices.TryGetValue(id, out DateTimeOffset at) ? at : null;
        }
    }

    public void DeleteService(string id, DateTimeOffset now)
    {
        lock (_lock)
        {
            _deletedServices[id] = now;
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _lists.Clear();
            _domains.Clear();
            _deletedServices.Clear();
        }
    }

    private int IndexOfList(string @namespace, string id) =>
        _lists.FindIndex(list => list.Namespace == @namespace && list.Id == id) is >= 0 and int index
            ? index
            : throw ServiceException.NotFound($"cidr list '{id}' not found");
}
