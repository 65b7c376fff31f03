namespace HfEndpoints.Client;

/// <summary>The pauses between attempts that fail one after the other: each twice as long as the one before, up to a bound.</summary>
internal static class Backoff
{
    /// <summary>The longest pause.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromSeconds(8);

    /// <summary>How long to wait. A quarter of it is chance, so that clients refused together do not come back together.</summary>
    /// <param name="first">The first pause, before chance.</param>
    /// <param name="number">Which pause it is; the first is 0.</param>
    public static TimeSpan Pause(TimeSpan first, int number)
    {
        double seconds = Math.Min(first.TotalSeconds * Math.Pow(2, number), Longest.TotalSeconds);
        return TimeSpan.FromSeconds(seconds * (0.75 + (Random.Shared.NextDouble() / 4)));
    }
}
