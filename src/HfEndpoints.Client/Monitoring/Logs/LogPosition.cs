namespace HfEndpoints.Client;

/// <summary>
/// The position in a log. Lines are requested again from a little before the newest one, because those of several
/// replicas are not in order of time. Returned lines are counted, so that identical lines are neither lost nor
/// repeated.
/// </summary>
internal sealed class LogPosition(LogQuery query)
{
    // How much later than a newer line an older one may come.
    private static readonly TimeSpan s_overlap = TimeSpan.FromSeconds(5);

    private readonly Queue<HfLogEntry> _recent = new();
    private readonly Dictionary<HfLogEntry, int> _given = [];
    private Dictionary<HfLogEntry, int> _expected = [];
    private DateTimeOffset? _begin;
    private bool _isBegun;

    /// <summary>The time of the newest line.</summary>
    public DateTimeOffset? Newest { get; private set; }

    /// <summary>The time from which to request lines again; null if there was no line yet.</summary>
    public DateTimeOffset? Since
    {
        get
        {
            DateTimeOffset? since = Newest - s_overlap;
            DateTimeOffset? begin = _begin ?? query.Since;
            return since < begin ? begin : since;
        }
    }

    /// <summary>Records that lines from <see cref="Since"/> on are requested, so that returned ones will appear again.</summary>
    public void Expect() => _expected = new Dictionary<HfLogEntry, int>(_given);

    /// <summary>Takes a requested page, and returns its new lines.</summary>
    public IEnumerable<HfLogEntry> Take(LogPage page)
    {
        if (!_isBegun && query.Tail is not null)
        {
            // Lines before these were not wanted, and must not come in with a later request.
            _begin = page.Older.Concat(page.Entries).FirstOrDefault()?.Timestamp;
        }

        _isBegun = true;
        foreach (HfLogEntry entry in page.Older)
        {
            TryTake(entry);
        }

        return page.Entries.Where(TryTake);
    }

    /// <summary>Whether a line is new; it counts as given from then on.</summary>
    public bool TryTake(HfLogEntry entry)
    {
        if (_expected.TryGetValue(entry, out int times))
        {
            if (times > 1)
            {
                _expected[entry] = times - 1;
            }
            else
            {
                _expected.Remove(entry);
            }

            return false;
        }

        if (entry.Timestamp < _begin)
        {
            return false;
        }

        Remember(entry);
        return true;
    }

    private void Remember(HfLogEntry entry)
    {
        Newest = Newest > entry.Timestamp ? Newest : entry.Timestamp ?? Newest;
        _given[entry] = _given.GetValueOrDefault(entry) + 1;
        _recent.Enqueue(entry);
        while (_recent.TryPeek(out HfLogEntry? oldest) && !(oldest.Timestamp >= Newest - s_overlap))
        {
            _recent.Dequeue();
            if (--_given[oldest] == 0)
            {
                _given.Remove(oldest);
            }
        }
    }
}
