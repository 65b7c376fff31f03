namespace HfEndpoints.Client;

/// <summary>Draws a series in one line.</summary>
internal static class MetricTrend
{
    private const int Width = 10;
    private const string Blocks = "▁▂▃▄▅▆▇█";

    /// <summary>A block for each tenth of the time from the first point to the last: its greatest value, on a scale from 0.</summary>
    /// <param name="points">The points, oldest first.</param>
    /// <returns>The line, with blanks where there is no point; shorter if there are fewer points.</returns>
    public static string Draw(IReadOnlyList<HfMetricPoint> points)
    {
        if (points.Count == 0)
        {
            return "";
        }

        int width = Math.Min(Width, points.Count);
        TimeSpan whole = points[^1].Time - points[0].Time;
        double scale = points.Max(point => point.Value);
        ILookup<int, double> parts = points.ToLookup(
            point => whole <= TimeSpan.Zero ? 0 : Math.Min(width - 1, (int)((point.Time - points[0].Time) / whole * width)),
            point => point.Value);
        return string.Concat(Enumerable.Range(0, width).Select(part => parts[part].Any() ? BlockOf(parts[part].Max(), scale) : ' '))
            .TrimEnd();
    }

    /// <summary>A block for each value, on a scale from 0.</summary>
    /// <param name="values">The values.</param>
    /// <returns>The line.</returns>
    public static string Draw(IReadOnlyList<double> values) => string.Concat(values.Select(value => BlockOf(value, values.Max())));

    private static char BlockOf(double value, double scale) =>
        Blocks[scale > 0 ? (int)Math.Round(Math.Clamp(value / scale, 0, 1) * (Blocks.Length - 1)) : 0];
}
