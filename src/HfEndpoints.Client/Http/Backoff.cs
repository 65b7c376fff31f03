namespace HfEndpoints.Client;

/// <summary>
/// The pauses between retries. Each is twice as long as the one before, up to a limit, and never shorter than the server asks for.
/// </summary>
internal static class Backoff
{
    /// <summary>The longest pause, unless the server asks for more.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromSeconds(8);

    /// <summary>
    /// How long to wait. A part of it is random, so that clients refused together do not return together, and a
    /// server that sends a Retry-After of 0 is not flooded.
    /// </summary>
    /// <param name="first">The first pause, without the random part.</param>
    /// <param name="number">The number of the pause, from 0.</param>
    /// <param name="retryAfter">How long the server asks to wait; null if it does not.</param>
    public static TimeSpan Pause(TimeSpan first, int number, TimeSpan? retryAfter = null)
    {
        double seconds = Math.Min(first.TotalSeconds * Math.Pow(2, number), Longest.TotalSeconds);
        var own = TimeSpan.FromSeconds(seconds * (0.75 + (Random.Shared.NextDouble() / 4)));
        return retryAfter >= own ? retryAfter.Value + (first * Random.Shared.NextDouble()) : own;
    }
}
