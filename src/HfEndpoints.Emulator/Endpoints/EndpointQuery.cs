using System.Buffers.Text;

namespace HfEndpoints.Emulator;

/// <summary>The filters, order and page of a list request.</summary>
internal sealed class EndpointQuery
{
    private readonly IQueryCollection _query;
    private readonly bool _ascending;
    private readonly string _sortBy;

    public EndpointQuery(IQueryCollection query, int defaultLimit, int maxLimit)
    {
        _query = query;
        _sortBy = query.ReadChoice("sortBy", "createdAt", "updatedAt", "name") ?? "createdAt";
        _ascending = query.ReadChoice("direction", "asc", "desc") == "asc";
        Limit = query.ReadCount("limit", least: 1) is int limit ? Math.Min(limit, maxLimit) : defaultLimit;
    }

    public int Limit { get; }

    public IReadOnlyList<EndpointRecord> Select(IEnumerable<EndpointRecord> records)
    {
        IEnumerable<EndpointRecord> matching = records.Where(Matches).OrderBy(SortKey, StringComparer.Ordinal);
        return [.. _ascending ? matching : matching.Reverse()];
    }

    /// <summary>The page that the cursor names, and the cursors of its neighbours.</summary>
    public (IReadOnlyList<EndpointRecord> Items, string? Next, string? Previous) Page(IReadOnlyList<EndpointRecord> sorted)
    {
        int start = Math.Min(sorted.Count, StartOf(sorted));
        EndpointRecord[] items = [.. sorted.Skip(start).Take(Limit)];
        string? next = start + items.Length < sorted.Count && items.Length > 0 ? PageCursor.After(SortKey(items[^1])).ToString() : null;
        string? previous = start > 0 && items.Length > 0 ? PageCursor.Before(SortKey(items[0])).ToString() : null;
        return (items, next, previous);
    }

    private int StartOf(IReadOnlyList<EndpointRecord> sorted)
    {
        if (PageCursor.Parse(_query["cursor"].ToString()) is not PageCursor cursor)
        {
            return 0;
        }

        int first = sorted.TakeWhile(record => IsBefore(SortKey(record), cursor.Key)).Count();
        if (cursor.IsBefore)
        {
            return Math.Max(0, first - Limit);
        }

        return first < sorted.Count && SortKey(sorted[first]) == cursor.Key ? first + 1 : first;
    }

    private bool IsBefore(string candidate, string key)
    {
        int order = string.CompareOrdinal(candidate, key);
        return _ascending ? order < 0 : order > 0;
    }

    private string SortKey(EndpointRecord record) => _sortBy switch
    {
        "name" => record.Name,
        "updatedAt" => Key(record.UpdatedAt, record),
        _ => Key(record.CreatedAt, record),
    };

    private static string Key(DateTimeOffset time, EndpointRecord record) =>
        time.UtcTicks.ToString("d20", CultureInfo.InvariantCulture) + record.Name;

    private bool Matches(EndpointRecord record)
    {
        string search = _query["search"].ToString();
        return (search.Length == 0 || record.Name.Contains(search, StringComparison.OrdinalIgnoreCase))
            && Any("type", type => SpecDefaults.EndpointType(type) == record.Spec.Type)
            && Any("task", task => task == record.Spec.Task)
            && Any("state", state => state == record.Life.State || state == Group(record.Life.State))
            && Any("tags", record.Spec.HasTag);
    }

    private bool Any(string name, Func<string, bool> matches)
    {
        string[] wanted = _query[name].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return wanted.Length == 0 || wanted.Any(matches);
    }

    /// <summary>The filter knows fewer states than endpoints have: what is on its way up counts as updating.</summary>
    private static string Group(string state) => state switch
    {
        EndpointState.Pending or EndpointState.Initializing => EndpointState.Updating,
        EndpointState.UpdateFailed => EndpointState.Failed,
        _ => state,
    };
}

/// <summary>
/// A place in a sorted list: before or after the item with a key. It holds no number, so that a page stays right when
/// endpoints come and go.
/// </summary>
internal sealed record PageCursor(bool IsBefore, string Key)
{
    public static PageCursor After(string key) => new(false, key);
    public static PageCursor Before(string key) => new(true, key);

    /// <summary>Reads what a client got from <see cref="ToString"/>; null when it gave none.</summary>
    public static PageCursor? Parse(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        string value = Base64Url.IsValid(text) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)) : "";
        return value is ['a' or 'b', _, ..]
            ? new PageCursor(value[0] == 'b', value[1..])
            : throw ServiceException.BadRequest("invalid cursor");
    }

    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes((IsBefore ? 'b' : 'a') + Key));
}
