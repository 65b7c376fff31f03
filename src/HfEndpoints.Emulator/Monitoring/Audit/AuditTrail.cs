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
