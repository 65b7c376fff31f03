namespace HfEndpoints.Emulator;

/// <summary>What users did to endpoints, newest last; the oldest are forgotten.</summary>
internal sealed class AuditTrail(RandomSource random, AccountDirectory accounts, IHttpContextAccessor request)
{
    private const int Capacity = 10_000;
    private readonly Lock _lock = new();
    private readonly Queue<AuditEntry> _entries = new();
    private long _count;

    public void Created(EndpointRecord record, DateTimeOffset now) =>
        Add(record, now, "endpointCreated", EndpointView.Redacted(record.Spec).Json);

    public void Paused(EndpointRecord record, DateTimeOffset now) => Add(record, now, "endpointPaused", []);
    public void ScaledToZero(EndpointRecord record, DateTimeOffset now) => Add(record, now, "endpointScaledToZero", []);
    public void Resumed(EndpointRecord record, DateTimeOffset now) => Add(record, now, "endpointResumed", []);
    public void Deleted(EndpointRecord record, DateTimeOffset now) => Add(record, now, "endpointDeleted", []);

    /// <summary>One entry for each part of the specification that has changed: the document has one reason an entry.</summary>
    public void Updated(EndpointRecord record, EndpointSpec before, DateTimeOffset now)
    {
        foreach (JsonObject change in SpecDiff.Between(before, record.Spec))
        {
            Add(record, now, "endpointUpdated", change);
        }
    }

    /// <summary>The entries of a namespace, newest first.</summary>
    public IReadOnlyList<AuditEntry> Find(string owner, string? endpoint, string? user)
    {
        lock (_lock)
        {
            return [.. _entries
                .Where(entry => entry.Namespace == owner
                    && (endpoint is null || entry.Endpoint == endpoint)
                    && (user is null || string.Equals(entry.User.Name, user, StringComparison.OrdinalIgnoreCase)))
                .Reverse()];
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
        }
    }

    private void Add(EndpointRecord record, DateTimeOffset now, string kind, JsonObject details)
    {
        HttpContext? context = request.HttpContext;
        string requestId = context?.Response.Headers["x-request-id"].ToString() ?? "";
        lock (_lock)
        {
            string id = random.ObjectId("audit", (_count++).ToString(CultureInfo.InvariantCulture));
            _entries.Enqueue(new AuditEntry(
                id, record.Namespace, record.Name, now, accounts.User, requestId, context?.Connection.RemoteIpAddress?.ToString(), kind,
                details));
            if (_entries.Count > Capacity)
            {
                _entries.Dequeue();
            }
        }
    }
}

/// <summary>Something a user did to an endpoint.</summary>
internal sealed record AuditEntry(
    string Id, string Namespace, string Endpoint, DateTimeOffset CreatedAt, Account User, string RequestId, string? Ip, string Kind,
    JsonObject Details)
{
    private string Level => Kind == "endpointDeleted" ? "critical" : "info";

    public JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["createdAt"] = EmulatorClock.Format(CreatedAt),
        ["level"] = Level,
        ["endpoint"] = Endpoint,
        ["user"] = User.ToJson(),
        ["requestId"] = RequestId,
        ["ip"] = Ip,
        ["reason"] = new JsonObject { [Kind] = Details.DeepClone() },
    };
}

internal static class AuditRoutes
{
    private const int MaxPageSize = 1000;
    public static void MapAudit(this IEndpointRouteBuilder routes) => routes.MapGet("/v2/audit-logs/{ns}", ListAsync);

    private static Task ListAsync(HttpContext context, AccountDirectory accounts, AuditTrail trail, EmulatorOptions options, string ns)
    {
        accounts.Authorize(context.Request, ns, write: false);
        IQueryCollection query = context.Request.Query;
        int limit = Math.Min(query.ReadCount("limit") ?? options.PageSize, MaxPageSize);
        IReadOnlyList<AuditEntry> entries = trail.Find(ns, query.ReadText("endpoint"), query.ReadText("username"));
        int start = StartOf(entries, PageCursor.Parse(query["cursor"].ToString()), limit);
        AuditEntry[] page = [.. entries.Skip(start).Take(limit)];
        bool hasNext = page.Length > 0 && start + page.Length < entries.Count;
        bool hasPrevious = page.Length > 0 && start > 0;
        return context.AnswerJsonAsync(new JsonObject
        {
            ["list"] = new JsonArray([.. page.Select(entry => entry.ToJson())]),
            ["next_cursor"] = hasNext ? PageCursor.After(page[^1].Id).ToString() : null,
            ["prev_cursor"] = hasPrevious ? PageCursor.Before(page[0].Id).ToString() : null,
        });
    }

    private static int StartOf(IReadOnlyList<AuditEntry> entries, PageCursor? cursor, int limit)
    {
        if (cursor is null)
        {
            return 0;
        }

        for (int i = 0; i < entries.Count; i++)
        {
            if (entries[i].Id == cursor.Key)
            {
                return cursor.IsBefore ? Math.Max(0, i - limit) : i + 1;
            }
        }

        throw ServiceException.BadRequest("invalid cursor");
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
