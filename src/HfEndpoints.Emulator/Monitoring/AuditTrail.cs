using System.Collections.Concurrent;

namespace HfEndpoints.Emulator;

/// <summary>What users did to endpoints, newest last; the oldest are forgotten.</summary>
internal sealed class AuditTrail(RandomSource random, AccountDirectory accounts, IHttpContextAccessor request)
{
    private const int Capacity = 10_000;
    private readonly ConcurrentQueue<AuditEntry> _entries = new();
    private long _count = -1;

    /// <summary>One entry for each part of the specification that has changed: the document has one reason an entry.</summary>
    public void Updated(EndpointRecord record, EndpointSpec before, DateTimeOffset now)
    {
        foreach (JsonObject change in SpecDiff.Between(before, record.Spec))
        {
            Add(record, now, "endpointUpdated", change);
        }
    }

    /// <summary>The entries of a namespace, newest first.</summary>
    public IReadOnlyList<AuditEntry> Find(string owner, string? endpoint, string? user) =>
    [
        .. _entries.Where(entry => entry.Namespace == owner
            && (endpoint is null || entry.Endpoint == endpoint)
            && (user is null || string.Equals(entry.User.Name, user, StringComparison.OrdinalIgnoreCase))).Reverse(),
    ];

    public void Clear() => _entries.Clear();

    public void Add(EndpointRecord record, DateTimeOffset now, string kind, JsonObject? details = null)
    {
        HttpContext? context = request.HttpContext;
        string requestId = context?.Response.Headers["x-request-id"].ToString() ?? "";
        string id = random.ObjectId("audit", Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture));
        _entries.Enqueue(new AuditEntry(
            id, record.Namespace, record.Name, now, accounts.User, requestId, context?.Connection.RemoteIpAddress?.ToString(), kind,
            details ?? []));
        if (_entries.Count > Capacity)
        {
            _entries.TryDequeue(out _);
        }
    }
}

/// <summary>Something a user did to an endpoint.</summary>
internal sealed record AuditEntry(
    string Id, string Namespace, string Endpoint, DateTimeOffset CreatedAt, Account User, string RequestId, string? Ip, string Kind,
    JsonObject Details)
{
    public object ToJson() => new
    {
        id = Id,
        createdAt = EmulatorClock.Format(CreatedAt),
        level = Kind == "endpointDeleted" ? "critical" : "info",
        endpoint = Endpoint,
        user = User.ToJson(),
        requestId = RequestId,
        ip = Ip,
        reason = new Dictionary<string, JsonObject> { [Kind] = Details },
    };
}

internal static class AuditRoutes
{
    private const int MaxPageSize = 1000;
    public static void MapAudit(this IEndpointRouteBuilder routes) => routes.MapMembers().MapGet("/v2/audit-logs/{ns}", List);

    private static object List(HttpRequest request, AuditTrail trail, EmulatorOptions options, string ns)
    {
        IQueryCollection query = request.Query;
        int limit = Math.Min(query.ReadCount("limit") ?? options.PageSize, MaxPageSize);
        IReadOnlyList<AuditEntry> entries = trail.Find(ns, query.ReadText("endpoint"), query.ReadText("username"));
        int start = StartOf(entries, PageCursor.Parse(query["cursor"].ToString()), limit);
        AuditEntry[] page = [.. entries.Skip(start).Take(limit)];
        return new
        {
            list = page.Select(entry => entry.ToJson()),
            next_cursor = page.Length > 0 && start + page.Length < entries.Count ? PageCursor.After(page[^1].Id).ToString() : null,
            prev_cursor = page.Length > 0 && start > 0 ? PageCursor.Before(page[0].Id).ToString() : null,
        };
    }

    private static int StartOf(IReadOnlyList<AuditEntry> entries, PageCursor? cursor, int limit)
    {
        if (cursor is null)
        {
            return 0;
        }

        int place = entries.ToList().FindIndex(entry => entry.Id == cursor.Key);
        Refuse.If(place < 0, () => ServiceException.BadRequest("invalid cursor"));
        return cursor.IsBefore ? Math.Max(0, place - limit) : place + 1;
    }
}

/// <summary>What an update has changed, as the audit log describes it: part by part, before and after, without secrets.</summary>
internal static class SpecDiff
{
    private static readonly (string Name, Func<EndpointSpec, JsonObject> Read)[] s_parts =
    [
        ("type", spec => Pick(spec.Json, ("endpointType", "type"))),
        ("instance", spec => Pick(spec.Compute, ("instanceType", "instanceType"), ("instanceSize", "instanceSize"))),
        ("replica", spec => Pick(spec.Scaling, ("minReplica", "minReplica"), ("maxReplica", "maxReplica"))),
        ("scalingToZero", spec => Pick(spec.Scaling, ("scaleToZeroTimeout", "scaleToZeroTimeout"))),
        ("measure", spec => Pick(spec.Scaling, ("measure", "measure"))),
        ("repository", spec => Pick(spec.Model, ("repository", "repository"), ("revision", "revision"))),
        ("task", spec => Pick(spec.Model, ("task", "task"))),
        ("framework", spec => Pick(spec.Model, ("framework", "framework"))),
        ("command", spec => Pick(spec.Model, ("args", "args"), ("command", "command"))),
        ("image", spec => Pick(spec.Model, ("image", "image"))),
        ("secrets", spec => Pick(spec.Model, ("secrets", "secrets"))),
        ("env", spec => Pick(spec.Model, ("env", "env"))),
        ("experimentalFeatures", spec => Pick(spec.Json, ("experimentalFeatures", "experimentalFeatures"))),
        ("tags", spec => Pick(spec.Json, ("tags", "tags"))),
        ("route", spec => Pick(spec.Json, ("route", "route"))),
    ];

    public static IEnumerable<JsonObject> Between(EndpointSpec before, EndpointSpec after)
    {
        EndpointSpec shownBefore = EndpointView.Redacted(before);
        EndpointSpec shownAfter = EndpointView.Redacted(after);
        foreach ((string name, Func<EndpointSpec, JsonObject> read) in s_parts)
        {
            if (!JsonNode.DeepEquals(read(before), read(after)))
            {
                yield return new JsonObject { [name] = new JsonObject { ["before"] = read(shownBefore), ["after"] = read(shownAfter) } };
            }
        }
    }

    private static JsonObject Pick(JsonObject source, params (string Name, string Field)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, source[field.Field]?.DeepClone())));
}
