using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace HfEndpoints.Client;

/// <summary>Reads how long a server asks to wait: Retry-After, and the RateLimit field of the hub.</summary>
internal static partial class RetryAfter
{
    public static TimeSpan? Read(HttpResponseHeaders headers, TimeProvider timeProvider)
    {
        if (headers.RetryAfter is { } retryAfter)
        {
            TimeSpan? delay = retryAfter.Delta ?? retryAfter.Date - timeProvider.GetUtcNow();
            return delay > TimeSpan.Zero ? delay : TimeSpan.Zero;
        }

        if (headers.TryGetValues("RateLimit", out IEnumerable<string>? values)
            && RateLimit().Match(string.Join(',', values)) is { Success: true } match
            && match.Groups["r"].Value == "0")
        {
            // The window ends within that second, so the one after it is safe.
            return TimeSpan.FromSeconds(int.Parse(match.Groups["t"].Value, CultureInfo.InvariantCulture) + 1);
        }

        return null;
    }

    [GeneratedRegex("\"\\w+\"\\s*;\\s*r\\s*=\\s*(?<r>\\d+)\\s*;\\s*t\\s*=\\s*(?<t>\\d{1,6})")]
    private static partial Regex RateLimit();
}
