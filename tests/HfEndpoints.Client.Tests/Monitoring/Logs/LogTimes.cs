using System.Globalization;

namespace HfEndpoints.Client.Tests;

internal static class LogTimes
{
    public static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
