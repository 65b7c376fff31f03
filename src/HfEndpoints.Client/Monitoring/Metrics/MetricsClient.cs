namespace HfEndpoints.Client;

/// <summary>The period and the replica of a metrics query.</summary>
/// <param name="Start">The start of the period.</param>
/// <param name="Stop">The end of the period, after the start.</param>
/// <param name="ReplicaId">Only this replica; null for all.</param>
public sealed record MetricsQuery(DateTimeOffset Start, DateTimeOffset Stop, string? ReplicaId = null)
{
    /// <summary>
    /// Whether <see cref="Stop"/> means now. If the answer shows that the service's clock differs, the same length of
    /// time up to the service's now is requested again.
    /// </summary>
    public bool EndsNow { get; init; }
}

/// <summary>The body of the metrics routes. Times are texts, for the service asks for RFC 3339 with its Z.</summary>
internal sealed record MetricsRequest(string Start, string Stop, string? ReplicaId);

/// <summary>The metrics of endpoints: requests, latency, replicas, hardware, inference.</summary>
public class MetricsClient
{
    // The Date header has whole seconds, and an answer takes some time.
    private static readonly TimeSpan s_clockTolerance = TimeSpan.FromSeconds(30);

    private readonly HfTransport _transport;

    /// <summary>For mocking.</summary>
    protected MetricsClient() => _transport = null!;

    internal MetricsClient(HfTransport transport) => _transport = transport;

    /// <summary>Reads all metrics of an endpoint, including unknown ones.</summary>
    /// <param name="owner">The user or organization that owns it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="query">The period and the replica.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The metrics.</returns>
    public virtual async Task<MetricReport> GetAllAsync(
        string owner, string name, MetricsQuery query, CancellationToken cancellationToken = default) =>
        MetricsReader.Read(await AskAsync(owner, name, "", query, cancellationToken).ConfigureAwait(false), "", owner, name);

    /// <summary>Reads one metric of an endpoint.</summary>
    /// <param name="owner">The user or organization that owns it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="metric">The metric, one of <see cref="MetricDefinitions.All"/>.</param>
    /// <param name="query">The period and the replica.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The metric's series; none if the endpoint does not have it.</returns>
    public virtual async Task<MetricReport> GetAsync(
        string owner, string name, MetricDefinition metric, MetricsQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(metric);
        MetricReport report;
        try
        {
            JsonElement answer = await AskAsync(owner, name, metric.Route, query, cancellationToken).ConfigureAwait(false);
            report = MetricsReader.Read(answer, metric.Route, owner, name);
        }
        catch (HfException exception) when (exception.Kind == HfErrorKind.EndpointNotFound)
        {
            // Not the endpoint may be missing but the route: they changed before, what answers with all did not.
            report = await GetAllAsync(owner, name, query, cancellationToken).ConfigureAwait(false);
        }

        return report with { Series = [.. report.Series.Where(series => series.Metric == metric.Name)] };
    }

    /// <summary>Reads the replicas that an endpoint had in a period.</summary>
    /// <param name="owner">The user or organization that owns it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="query">Which time.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The replicas' ids.</returns>
    public virtual async Task<IReadOnlyList<string>> GetReplicaIdsAsync(
        string owner, string name, MetricsQuery query, CancellationToken cancellationToken = default) =>
        ReadTexts(await AskAsync(owner, name, "replica-ids", query, cancellationToken).ConfigureAwait(false));

    /// <summary>Reads the current metrics of an endpoint as OpenMetrics text, for monitoring systems.</summary>
    /// <param name="owner">The user or organization that owns it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The text.</returns>
    public virtual Task<string> GetOpenMetricsAsync(
        string owner, string name, CancellationToken cancellationToken = default) =>
        _transport.SendTextAsync(
            new HfRequest(HttpMethod.Get, Route(owner, name, "open-metrics"))
            {
                Action = Action(owner, name),
                Accept = "text/plain",
                NotFoundKind = HfErrorKind.EndpointNotFound,
            },
            cancellationToken);

    private async Task<JsonElement> AskAsync(
        string owner, string name, string route, MetricsQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Start >= query.Stop)
        {
            throw new HfException(
                HfErrorKind.InvalidRequest,
                $"The period from {ToText(query.Start)} to {ToText(query.Stop)} is not valid: it must begin before it ends.");
        }

        var body = new MetricsRequest(ToText(query.Start), ToText(query.Stop), query.ReplicaId);
        var request = new HfRequest(
            HttpMethod.Post, Route(owner, name, ["metrics", .. route.Split('/', StringSplitOptions.RemoveEmptyEntries)]))
        {
            Action = Action(owner, name),
            Content = () => HfJson.ToContent(body, HfJson.Context.MetricsRequest),
            NotFoundKind = HfErrorKind.EndpointNotFound,
        };
        using HttpResponseMessage response = await _transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (query.EndsNow && response.Headers.Date is { } now && (now - query.Stop).Duration() > s_clockTolerance)
        {
            _transport.Options.Log?.Invoke($"The service's clock says {now:u}; that is used.");
            MetricsQuery byItsClock = query with { Start = now - (query.Stop - query.Start), Stop = now, EndsNow = false };
            return await AskAsync(owner, name, route, byItsClock, cancellationToken).ConfigureAwait(false);
        }

        return await _transport.ReadJsonAsync(request, response, HfJson.Context.JsonElement, cancellationToken).ConfigureAwait(false);
    }

    private static string[] ReadTexts(JsonElement list) => list.ValueKind == JsonValueKind.Array
        ? [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
        : [];

    private static string Action(string owner, string name) => $"read the metrics of endpoint '{name}' in namespace '{owner}'";

    private static string ToText(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private Uri Route(string owner, string name, params ReadOnlySpan<string> segments) =>
        UriPath.Append(_transport.Options.EndpointsUri, ["endpoint", owner, name, .. segments]);
}
