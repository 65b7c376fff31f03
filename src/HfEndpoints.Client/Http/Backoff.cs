namespace HfEndpoints.Client;

/// <summary>
/// The pauses between retries. Each is twice as long as the one before, up to a limit, and never shorter than the server asks for.
/// </summary>
internal static class Backoff
{
    // For loops that end by time. A number of retries bounds itself, and tests have no pauses there.
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(50);

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
        double seconds = Math.Min(first.TotalSeconds * Math.Pow(2, Math.Min(number, 30)), Longest.TotalSeconds);
        var own = TimeSpan.FromSeconds(seconds * (0.75 + (Random.Shared.NextDouble() / 4)));
        return retryAfter >= own ? retryAfter.Value + (first * Random.Shared.NextDouble()) : own;
    }

    /// <summary>How long to wait in a loop that ends by time, so that there is a pause whatever the options say.</summary>
    /// <param name="options">The first pause.</param>
    /// <param name="number">The number of the pause, from 0.</param>
    /// <param name="retryAfter">How long the server asks to wait; null if it does not.</param>
    public static TimeSpan Pause(HfClientOptions options, int number, TimeSpan? retryAfter = null) =>
        Pause(AtLeastShortest(options.RetryDelay), number, retryAfter);

    /// <summary>The first pause of a loop that ends by time.</summary>
    public static TimeSpan AtLeastShortest(TimeSpan first) => first > s_shortest ? first : s_shortest;
}
