namespace HfEndpoints.Emulator;

internal static class Percentile
{
    /// <summary>The value that a part of the weight lies at or below; null without values.</summary>
    public static double? Find(IEnumerable<(double Value, double Weight)> values, double part)
    {
        (double Value, double Weight)[] sorted = [.. values.OrderBy(pair => pair.Value)];
        double left = sorted.Sum(pair => pair.Weight) * part;
        foreach ((double value, double weight) in sorted)
        {
            left -= weight;
            if (left <= 1e-9)
            {
                return value;
            }
        }

        return sorted.Length > 0 ? sorted[^1].Value : null;
    }
}
