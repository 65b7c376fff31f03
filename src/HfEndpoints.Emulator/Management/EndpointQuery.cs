using System.Globalization;
using System.Text;
using HfEndpoints.Emulator.Http;
using HfEndpoints.Emulator.Lifecycle;

namespace HfEndpoints.Emulator.Management;

/// <summary>The filters, order and page of a list request.</summary>
internal sealed class EndpointQuery
{
    private const int MaxLimit = 100;

    private readonly IQueryCollection _query;
    private readonly bool _ascending;
    private readonly string _sortBy;

    public EndpointQuery(IQueryCollection query, int defaultLimit)
    {
        _query = query;
        _sortBy = Choice("sortBy", "createdAt", "createdAt", "updatedAt", "name");
        _ascending = Choice("direction", "desc", "asc", "desc") == "asc";
        Limit = Math.Min(MaxLimit, ReadLimit() ?? defaultLimit);
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
        string? next = start + items.Length < sorted.Count && items.Length > 0 ? Cursor('a', items[^1]) : null;
        string? previous = start > 0 && items.Length > 0 ? Cursor('b', items[0]) : null;
        return (items, next, previous);
    }

    /// <summary>A cursor holds the key of the item beside it, so that a page stays right when endpoints come and go.</summary>
    private int StartOf(IReadOnlyList<EndpointRecord> sorted)
    {
        string cursor = _query["cursor"].ToString();
        if (cursor.Length == 0)
        {
            return 0;
        }

        (char side, string key) = Decode(cursor);
        int first = 0;
        while (first < sorted.Count && IsBefore(SortKey(sorted[first]), key))
        {
            first++;
        }

        if (side == 'b')
        {
            return Math.Max(0, first - Limit);
        }

        return first < sorted.Count && SortKey(sorted[first]) == key ? first + 1 : first;
    }

    private bool IsBefore(string candidate, string key)
    {
        int order = string.CompareOrdinal(candidate, key);
        return _ascending ? order < 0 : order > 0;
    }

    private string Cursor(char side, EndpointRecord record) => Convert.ToBase64String(Encoding.UTF8.GetBytes(side + SortKey(record)))
        .TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static (char Side, string Key) Decode(string cursor)
    {
        try
        {
            string base64 = cursor.Replace('-', '+').Replace('_', '/');
            string text = Encoding.UTF8.GetString(Convert.FromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '=')));
            if (text.Length > 1 && text[0] is 'a' or 'b')
            {
                return (text[0], text[1..]);
            }
        }
        catch (FormatException)
        {
            // Answered like any other text that is no cursor.
        }

        throw ServiceException.BadRequest("invalid cursor");
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

    private string Choice(string name, string fallback, params string[] known)
    {
        string value = _query[name].ToString();
        if (value.Length == 0)
        {
            return fallback;
        }

        return known.Contains(value)
            ? value
            : throw new PlainTextException(
                StatusCodes.Status400BadRequest,
                $"Failed to deserialize query string: {name}: {Schema.ShapeException.UnknownVariant(value, known)}");
    }

    private int? ReadLimit()
    {
        string value = _query["limit"].ToString();
        if (value.Length == 0)
        {
            return null;
        }

        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int limit) && limit > 0
            ? limit
            : throw new PlainTextException(
                StatusCodes.Status400BadRequest, "Failed to deserialize query string: limit: invalid digit found in string");
    }
}
