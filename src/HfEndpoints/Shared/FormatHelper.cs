using System.ComponentModel;
using System.Management.Automation.Host;
using System.Text;

namespace HfEndpoints.Commands;

/// <summary>Formats values for the table views. Scripts use the raw values.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class FormatHelper
{
    private const int NarrowestScreen = 20;

    /// <summary>Formats a time of the clock here, without a zone.</summary>
    /// <param name="time">The time.</param>
    /// <returns>Such as 2026-03-01 14:05; empty if it is not known.</returns>
    public static string Time(DateTimeOffset? time) => time?.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "";

    /// <summary>Formats a number with significant digits.</summary>
    /// <param name="value">The number.</param>
    /// <returns>Such as 1234, 12.5 or 0.00634; empty for null.</returns>
    public static string Number(double? value) => value switch
    {
        null => "",
        0 => "0",
        { } number when Math.Abs(number) is >= 1000 and < 1e9 => number.ToString("0", CultureInfo.InvariantCulture),
        { } number => number.ToString("G4", CultureInfo.InvariantCulture),
    };

    /// <summary>Formats a number with its unit: times from milliseconds to hours, ratios in percent.</summary>
    /// <param name="value">The number.</param>
    /// <param name="unit">Its unit.</param>
    /// <returns>Such as 6.34 ms, 12.5 % or 3; empty for null.</returns>
    public static string Measure(double? value, string? unit) => (value, unit) switch
    {
        (null, _) => "",
        ( >= 2 * 3600, "s") => $"{Number(value / 3600)} h",
        ( >= 2 * 60, "s") => $"{Number(value / 60)} min",
        ( >= 10, "s") => $"{Number(value)} s",
        (_, "s") => $"{Number(value * 1000)} ms",
        (_, "%") => $"{Number(value)} %",
        (_, "ratio") => $"{Number(value * 100)} %",
        _ => Number(value),
    };

    /// <summary>Formats a short time in milliseconds.</summary>
    /// <param name="time">The time.</param>
    /// <returns>Such as 6.3 or 1204; empty for null.</returns>
    public static string Milliseconds(TimeSpan? time) => time is { } known
        ? known.TotalMilliseconds.ToString(known.TotalMilliseconds >= 100 ? "0" : "0.#", CultureInfo.InvariantCulture)
        : "";

    /// <summary>Formats a figure of a load test, and how it differs from that of the baseline.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="column">The column of the view.</param>
    /// <returns>A text such as "41.2 +3%"; "41.2 new" if the baseline has no such load.</returns>
    public static string Compared(HfPerformanceStage stage, string column)
    {
        HfPerformanceChange? change = stage.Change;
        (string value, double? share) = column switch
        {
            "First" => (Milliseconds(stage.TimeToFirstToken?.P50), change?.TimeToFirstTokenP50),
            "FirstP99" => (Milliseconds(stage.TimeToFirstToken?.P99), change?.TimeToFirstTokenP99),
            "Gap" => (Milliseconds(stage.InterTokenLatency?.P50), change?.InterTokenLatencyP50),
            "P99" => (Milliseconds(stage.Latency?.P99), change?.LatencyP99),
            "UsdPerM" => (Usd(stage.UsdPerMillionOutputTokens, 2), change?.UsdPerMillionOutputTokens),
            _ => (Number(stage.OutputTokensPerSecond ?? stage.RequestsPerSecond),
                stage.OutputTokensPerSecond is null ? change?.RequestsPerSecond : change?.OutputTokensPerSecond),
        };
        string text = change is null ? "new"
            : share is { } known ? string.Create(CultureInfo.InvariantCulture, $"{Math.Min(9.99, known) * 100:+0;-0;0}%")
            : "";
        return value.Length == 0 ? "" : $"{value} {text}".TrimEnd();
    }

    /// <summary>Formats which of a metric's series it is: its name, its replica from the end of the id, and the accelerator.</summary>
    /// <param name="summary">The summary of the series.</param>
    /// <param name="width">How many characters fit.</param>
    /// <returns>Such as "p95", "…4f-x7k2p/0" or "p95 …f-x7k2p"; empty if there is only one.</returns>
    public static string Series(HfMetricSummary summary, int width)
    {
        ArgumentNullException.ThrowIfNull(summary);
        if (summary.Replica is null)
        {
            return summary.Series ?? "";
        }

        string name = summary.Series is { Length: > 0 } series ? $"{series} " : "";
        string device = summary.Device is { } number ? string.Create(CultureInfo.InvariantCulture, $"/{number}") : "";
        return name + End(summary.Replica, Math.Max(2, width - name.Length - device.Length)) + device;
    }

    /// <summary>Formats a text as one line, with line breaks as arrows, cut to a width.</summary>
    /// <param name="text">The text.</param>
    /// <param name="width">How many characters fit.</param>
    /// <returns>One line.</returns>
    public static string OneLine(string? text, int width)
    {
        string line = (text ?? "").ReplaceLineEndings("↵");
        return line.Length <= width ? line : string.Concat(line.AsSpan(0, width - 1), "…");
    }

    /// <summary>Formats an amount in dollars, always with as many decimal places, so that the amounts of a column are aligned.</summary>
    /// <param name="amount">The amount.</param>
    /// <param name="places">How many decimal places; prices per hour have three.</param>
    /// <returns>The amount, such as 1,204.00; empty if it is not known.</returns>
    public static string Usd(decimal? amount, int places = 3) =>
        amount?.ToString(places == 2 ? "#,0.00" : "#,0.000", CultureInfo.InvariantCulture) ?? "";

    /// <summary>Formats a log line, with its writer if the log has several.</summary>
    /// <param name="entry">The line.</param>
    /// <returns>The text.</returns>
    public static string LogLine(HfLogEntry entry) => LogPrefix.Apply(entry);

    /// <summary>Wraps a text between words where the screen ends. The engine would do so within them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="host">The host with the screen.</param>
    /// <returns>The text, as it is if there is no screen.</returns>
    public static string? Paragraphs(string? text, PSHost? host)
    {
        int width;
        try
        {
            width = host?.UI?.RawUI?.BufferSize.Width ?? 0;
        }
        catch (Exception exception) when (exception is HostException or InvalidOperationException or NotImplementedException or IOException)
        {
            width = 0;
        }

        return text is null || width <= NarrowestScreen
            ? text
            : string.Join('\n', text.Split('\n').Select(line => Wrap(line, width - 1, indent: 0)));
    }

    /// <summary>Wraps a line between words.</summary>
    /// <param name="line">The line.</param>
    /// <param name="width">How many characters fit.</param>
    /// <param name="indent">How many blanks precede what is on the next lines.</param>
    internal static string Wrap(string line, int width, int indent)
    {
        var text = new StringBuilder();
        ReadOnlySpan<char> rest = line;
        for (int room = width; rest.Length > room; room = width - indent)
        {
            int blank = rest[..(room + 1)].LastIndexOf(' ');
            int length = blank > 0 ? blank : room;
            text.Append(rest[..length].TrimEnd(' ')).Append('\n').Append(' ', indent);
            rest = rest[length..].TrimStart(' ');
        }

        return text.Append(rest).ToString();
    }

    /// <summary>Formats the total cost of all endpoints of a result.</summary>
    /// <param name="cost">The cost of one of them.</param>
    /// <returns>Such as "USD 1.2 per hour, USD 876.00 per month".</returns>
    public static string? CostTotal(HfEndpointCost cost) => CostSheet.DescribeTotal(cost);

    /// <summary>Cuts a text at its beginning, because ids differ at the end.</summary>
    /// <param name="text">The text.</param>
    /// <param name="width">How many characters fit.</param>
    /// <returns>The end of the text.</returns>
    public static string End(string? text, int width) =>
        text is null || text.Length <= width ? text ?? "" : string.Concat("…", text.AsSpan(text.Length - width + 1));
}
