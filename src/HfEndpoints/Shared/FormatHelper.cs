using System.ComponentModel;
using System.Globalization;

namespace HfEndpoints.Commands;

/// <summary>What the table views show in place of raw values. Scripts use the raw values.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class FormatHelper
{
    /// <summary>Tells how long ago something was, in its greatest unit: 45s, 12m, 3h, 9d.</summary>
    /// <param name="since">When it was.</param>
    /// <returns>The age; nothing if it is not known.</returns>
    public static string Age(DateTimeOffset? since)
    {
        if (since is null)
        {
            return "";
        }

        TimeSpan age = DateTimeOffset.UtcNow - since.Value;
        (double value, string unit) = age switch
        {
            { TotalDays: >= 1 } => (age.TotalDays, "d"),
            { TotalHours: >= 1 } => (age.TotalHours, "h"),
            { TotalMinutes: >= 1 } => (age.TotalMinutes, "m"),
            _ => (Math.Max(0, age.TotalSeconds), "s"),
        };
        return Math.Floor(value).ToString("0", CultureInfo.InvariantCulture) + unit;
    }

    /// <summary>Shows a number with as many places as tell something at its size.</summary>
    /// <param name="value">The number.</param>
    /// <returns>Such as 1234, 12.5 or 0.00634; nothing if there is none.</returns>
    public static string Number(double? value) => value switch
    {
        null => "",
        0 => "0",
        { } number when Math.Abs(number) is >= 1000 and < 1e9 => number.ToString("0", CultureInfo.InvariantCulture),
        { } number => number.ToString("G4", CultureInfo.InvariantCulture),
    };

    /// <summary>Shows a number with its unit: latencies in milliseconds, shares in percent.</summary>
    /// <param name="value">The number.</param>
    /// <param name="unit">What it counts.</param>
    /// <returns>Such as 6.34 ms, 12.5 % or 3; nothing if there is none.</returns>
    public static string Measure(double? value, string? unit) => (value, unit) switch
    {
        (null, _) => "",
        (_, "s") => $"{Number(value * 1000)} ms",
        (_, "%") => $"{Number(value)} %",
        (_, "ratio") => $"{Number(value * 100)} %",
        _ => Number(value),
    };

    /// <summary>Puts a text on one line, with its line ends as arrows, and cuts what does not fit.</summary>
    /// <param name="text">The text.</param>
    /// <param name="width">How many characters fit.</param>
    /// <returns>One line.</returns>
    public static string OneLine(string? text, int width)
    {
        string line = (text ?? "").ReplaceLineEndings("↵");
        return line.Length <= width ? line : string.Concat(line.AsSpan(0, width - 1), "…");
    }

    /// <summary>Writes an amount of dollars with two digits behind the point, and more where it has them.</summary>
    /// <param name="amount">The amount.</param>
    /// <returns>The digits; nothing if it is not known.</returns>
    public static string Usd(decimal? amount) => amount?.ToString("#,0.00##", CultureInfo.CurrentCulture) ?? "";

    /// <summary>Shows a line of a log, after who wrote it where the log has several writers.</summary>
    /// <param name="entry">The line.</param>
    /// <returns>The text.</returns>
    public static string LogLine(HfLogEntry entry) => LogPrefix.Apply(entry);

    /// <summary>Says what all endpoints that were measured together cost.</summary>
    /// <param name="cost">The costs of one of them.</param>
    /// <returns>Such as "USD 1.2 per hour, USD 876.00 per month".</returns>
    public static string? CostTotal(HfEndpointCost cost) => CostSheet.DescribeTotal(cost);

    /// <summary>Cuts the beginning of a text that does not fit: of ids, the end tells them apart.</summary>
    /// <param name="text">The text.</param>
    /// <param name="width">How many characters fit.</param>
    /// <returns>The end of the text.</returns>
    public static string End(string? text, int width) =>
        text is null || text.Length <= width ? text ?? "" : string.Concat("…", text.AsSpan(text.Length - width + 1));
}
