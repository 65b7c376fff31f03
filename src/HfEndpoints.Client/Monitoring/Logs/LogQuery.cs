namespace HfEndpoints.Client;

/// <summary>A query for lines of a log.</summary>
public sealed record LogQuery
{
    /// <summary>Only so many of the newest lines; null for all.</summary>
    public int? Tail { get; init; }

    /// <summary>Only lines written then or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only lines written then or earlier.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only lines of this level, such as <c>ERROR</c>.</summary>
    public string? Level { get; init; }

    /// <summary>Only lines that contain this text, case-insensitively.</summary>
    public string? Search { get; init; }

    /// <summary>Only lines of the replica with this id.</summary>
    public string? Replica { get; init; }

    /// <summary>Throws if no line can match, before a request. Every method of the client also does this.</summary>
    /// <param name="isFollowed">Whether the log is to be followed, which has no end.</param>
    /// <exception cref="HfException">The query is not valid. The message says what is allowed.</exception>
    public void Check(bool isFollowed = false)
    {
        if (Tail < 0)
        {
            throw Refuse(string.Create(CultureInfo.InvariantCulture, $"Tail is {Tail}. Use 0 or more lines."));
        }

        if (isFollowed && Until is not null)
        {
            throw Refuse("Until can't be combined with following a log, which has no end.");
        }

        if (Since > Until)
        {
            throw Refuse($"Since ({Rfc3339(Since.Value)}) is later than Until ({Rfc3339(Until.Value)}). " + "Use a start before the end.");
        }
    }

    /// <summary>The filters as the service's query has them.</summary>
    internal IEnumerable<KeyValuePair<string, string?>> ToParameters() =>
    [
        new("replica", Replica),
        new("level", Level),
        new("search", Search),
        new("since", Since is { } since ? Rfc3339(since) : null),
        new("until", Until is { } until ? Rfc3339(until) : null),
    ];

    internal static string Rfc3339(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static HfException Refuse(string message) => new(HfErrorKind.InvalidRequest, message);
}
