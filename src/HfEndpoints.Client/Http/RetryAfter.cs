using System.Net.Http.Headers;

namespace HfEndpoints.Client;

/// <summary>Reads how long a server asks to wait: Retry-After, and the RateLimit field of the hub.</summary>
internal static partial class RetryAfter
{
    // A year is practically never, and within the range of every clock.
    private const double MaxSeconds = 365 * 24 * 3600;

    public static TimeSpan? Read(HttpResponseHeaders headers, TimeProvider timeProvider)
    {
        if (headers.RetryAfter is { } retryAfter)
        {
            TimeSpan? delay = retryAfter.Delta ?? retryAfter.Date - timeProvider.GetUtcNow();
            return delay > TimeSpan.Zero ? delay : TimeSpan.Zero;
        }

        // The standard allows whole seconds only, and so does .NET.
        if (headers.NonValidated.TryGetValues("Retry-After", out HeaderStringValues raw)
            && double.TryParse(raw.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds)
            && !double.IsNaN(seconds))
        {
            return TimeSpan.FromSeconds(Math.Clamp(seconds, 0, MaxSeconds));
        }

        if (headers.TryGetValues("RateLimit", out IEnumerable<string>? values)
            && RateLimit().Match(string.Join(',', values)) is { Success: true } match
            && match.Groups["r"].Value.Trim('0').Length == 0)
        {
            // The window ends within that second, so the one after it is safe.
            return TimeSpan.FromSeconds(int.Parse(match.Groups["t"].Value, CultureInfo.InvariantCulture) + 1);
        }

        return null;
    }

    [GeneratedRegex("\"\\w+\"\\s*;\\s*r\\s*=\\s*(?<r>\\d+)\\s*;\\s*t\\s*=\\s*(?<t>\\d{1,6})")]
    private static partial Regex RateLimit();
}
