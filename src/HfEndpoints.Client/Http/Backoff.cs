namespace HfEndpoints.Client;

/// <summary>
/// The pauses between attempts that fail one after the other: each twice as long as the one before, up to a bound, and
/// never shorter than a server asks for.
/// </summary>
internal static class Backoff
{
    /// <summary>The longest pause that is not a server's wish.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromSeconds(8);

    /// <summary>
    /// How long to wait. A part of it is chance, so that clients refused together do not come back together; a server that
    /// asks for no pause at all does not get a storm of requests.
    /// </summary>
    /// <param name="first">The first pause, before chance.</param>
    /// <param name="number">Which pause it is; the first is 0.</param>
    /// <param name="retryAfter">How long the server asks to wait; null where it does not.</param>
    public static TimeSpan Pause(TimeSpan first, int number, TimeSpan? retryAfter = null)
    {
        double seconds = Math.Min(first.TotalSeconds * Math.Pow(2, number), Longest.TotalSeconds);
        var own = TimeSpan.FromSeconds(seconds * (0.75 + (Random.Shared.NextDouble() / 4)));
        return retryAfter >= own ? retryAfter.Value + (first * Random.Shared.NextDouble()) : own;
    }
}
