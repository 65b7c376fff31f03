using System.Globalization;

namespace HfEndpoints.Chaos;

/// <summary>How often each fault has struck, and what followed.</summary>
internal sealed class Tally
{
    private readonly Dictionary<Fault, Row> _rows = Fault.All.ToDictionary(fault => fault, _ => new Row());

    public int Operations { get; private set; }

    public int Struck => _rows.Values.Sum(row => row.Hits);

    public void Add(Outcome outcome, bool isWrong)
    {
        Operations++;
        if (outcome.Strike.Fault is not { } fault || outcome.Hits == 0)
        {
            return;
        }

        Row row = _rows[fault];
        row.Hits += outcome.Hits;
        row.Operations++;
        row.Failed += outcome.Succeeded ? 0 : 1;
        row.Wrong += isWrong ? 1 : 0;
    }

    /// <summary>A table in Markdown: the fault, how often it was tried, what is promised, and the result.</summary>
    public string ToMarkdown()
    {
        IEnumerable<string> rows = _rows.Select(pair => string.Create(
            CultureInfo.InvariantCulture,
            $"| {pair.Key.Name} | {pair.Value.Hits} | {pair.Key.Promise} | {pair.Value} |"));
        return string.Join('\n', ["| Fault | Tried | Promise | Result |", "|---|---|---|---|", .. rows]);
    }

    private sealed class Row
    {
        public int Hits { get; set; }

        public int Operations { get; set; }

        public int Failed { get; set; }

        public int Wrong { get; set; }

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{Operations - Failed} operations succeeded, {Failed} reported; {(Wrong == 0 ? "kept" : $"broken {Wrong} times")}");
    }
}
