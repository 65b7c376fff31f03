namespace HfEndpoints.Client;

/// <summary>The log routes of one endpoint: those of version 3, which can search, and the plain ones of version 2.</summary>
internal sealed class LogSource(HfTransport transport, string owner, string name, string verb)
{
    private const string Events = "text/event-stream";

    public HfTransport Transport { get; } = transport;

    /// <summary>The name of the log in messages.</summary>
    public string Log { get; } = $"the log of endpoint '{name}' in namespace '{owner}'";

    /// <summary>What is being done, appended to "Cannot".</summary>
    public string Action => $"{verb} {Log}";

    public static bool IsMissing(HfException exception) => exception is HfException { StatusCode: HttpStatusCode.NotImplemented };

    public HfRequest Search(IEnumerable<KeyValuePair<string, string?>> query) => Ask(SearchRoot("logs"), query);

    public HfRequest Download(IEnumerable<KeyValuePair<string, string?>> query) =>
        Ask(SearchRoot("logs", "download"), query, "text/plain", isStream: true);

    /// <summary>A stream to continue with. The caller handles failed connections.</summary>
    public HfRequest SearchEvents(IEnumerable<KeyValuePair<string, string?>> query) =>
        Ask(SearchRoot("logs", "sse"), query, Events, isStream: true, RetryRule.AnswersOnly);

    public HfRequest Plain(string? replica, int? tail) => Ask(PlainRoot("logs"), PlainQuery(replica, tail), "text/plain", isStream: true);

    /// <summary>A stream to begin or to continue with. When continuing, the caller handles failed connections.</summary>
    public HfRequest PlainEvents(string? replica, int? tail, bool goesOn) => Ask(
        PlainRoot("logs", "sse"), PlainQuery(replica, tail), Events, isStream: true, goesOn ? RetryRule.AnswersOnly : RetryRule.Repeatable);

    /// <summary>Reads a page of the log.</summary>
    public IReadOnlyList<HfLogEntry> ReadPage(JsonElement page) =>
        page.ValueKind == JsonValueKind.Array && page.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Object)
            ? [.. page.EnumerateArray().Select(ReadEntry)]
            : throw JsonMembers.Unreadable(Log);

    /// <summary>Reads a line of a page or of a stream.</summary>
    public HfLogEntry ReadEntry(JsonElement json) => new()
    {
        Timestamp = json.TimeOf("timestamp"),
        Level = json.WordOf("level"),
        Replica = json.WordOf("replica_id"),
        Stream = json.WordOf("stream"),
        Line = json.WordOf("line") ?? "",
        Endpoint = name,
        Namespace = owner,
    };

    /// <summary>Reads a line of the plain log: what the line itself says of its time and level.</summary>
    public HfLogEntry ReadLine(string line)
    {
        (DateTimeOffset? timestamp, string? level) = PlainLine.Read(line);
        return new HfLogEntry { Timestamp = timestamp, Level = level, Line = line, Endpoint = name, Namespace = owner };
    }

    public void Tell(string text) => Transport.Options.Log?.Invoke(text);

    private static IEnumerable<KeyValuePair<string, string?>> PlainQuery(string? replica, int? tail) =>
        [new("replica", replica), new("tail", tail?.ToString(CultureInfo.InvariantCulture))];

    private Uri SearchRoot(params ReadOnlySpan<string> segments) => UriPath.Append(
        UriPath.WithVersion(Transport.Options.EndpointsUri, "v3"), ["endpoint", owner, name, .. segments]);

    private Uri PlainRoot(params ReadOnlySpan<string> segments) =>
        UriPath.Append(Transport.Options.EndpointsUri, ["endpoint", owner, name, .. segments]);

    private HfRequest Ask(
        Uri route,
        IEnumerable<KeyValuePair<string, string?>> query,
        string? accept = null,
        bool isStream = false,
        RetryRule retry = RetryRule.Repeatable) =>
        new(HttpMethod.Get, UriPath.WithQuery(route, query))
        {
            Action = Action,
            Accept = accept ?? "application/json",
            IsStream = isStream,
            Retry = retry,
            NotFoundKind = HfErrorKind.EndpointNotFound,
        };
}
