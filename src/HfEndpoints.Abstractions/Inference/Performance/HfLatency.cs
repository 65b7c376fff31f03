using System.Globalization;

namespace HfEndpoints;

/// <summary>How long something took, over all the times it was measured.</summary>
/// <param name="Count">How often it was measured.</param>
/// <param name="Mean">The mean.</param>
/// <param name="P50">The median.</param>
/// <param name="P90">Nine of ten took no longer.</param>
/// <param name="P99">99 of 100 took no longer.</param>
/// <param name="Max">The longest.</param>
public sealed record HfLatency(long Count, TimeSpan Mean, TimeSpan P50, TimeSpan P90, TimeSpan P99, TimeSpan Max)
{
    /// <summary>The percentiles in milliseconds.</summary>
    /// <returns>A text such as <c>p50 41.2 ms, p90 58 ms, p99 103 ms</c>.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"p50 {P50.TotalMilliseconds:0.#} ms, p90 {P90.TotalMilliseconds:0.#} ms, p99 {P99.TotalMilliseconds:0.#} ms");
}
