namespace HfEndpoints.Commands;

/// <summary>The period of -Since, -Until and -Last.</summary>
internal sealed record MetricTime(DateTimeOffset? Since, DateTimeOffset? Until, TimeSpan? Last)
{
    private static readonly TimeSpan s_default = TimeSpan.FromHours(1);

    /// <summary>The period, up to now if no end is given.</summary>
    /// <exception cref="HfException">The period is not valid.</exception>
    public MetricsQuery ToQuery(string? replica)
    {
        if (Since is not null && Last is not null)
        {
            throw Refuse("-Since and -Last both set the start of the period. Use one of them.");
        }

        DateTimeOffset stop = Until ?? DateTimeOffset.UtcNow;
        TimeSpan last = Last ?? s_default;
        if (Since is null && last > stop - DateTimeOffset.MinValue)
        {
            throw Refuse("-Last goes back further than time itself.");
        }

        DateTimeOffset start = Since ?? stop - last;
        return start < stop
            ? new MetricsQuery(start, stop, replica) { EndsNow = Since is null && Until is null }
            : throw Refuse(
                $"-Since ({start.ToUniversalTime():u}) is not before -Until ({stop.ToUniversalTime():u}): "
                + "the period must begin before it ends.");
    }

    private static HfException Refuse(string why) => new(HfErrorKind.InvalidRequest, why);
}
