namespace HfEndpoints.Emulator;

/// <summary>The private link of an endpoint, or of several that share it. It follows from them; only its deletion is kept.</summary>
internal sealed record PrivateService(string Id, string Namespace, JsonObject Spec, string? EndpointName, DateTimeOffset CreatedAt)
{
    private static readonly (string Stage, int UntilSecond)[] s_stages =
        [("LbNotCreated", 10), ("LbNotReady", 40), ("ServiceNotConfigured", 50), ("WaitingForClientConnection", 90)];

    private static readonly TimeSpan s_deleting = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_deleted = TimeSpan.FromSeconds(20);
    private const int ConfiguredSecond = 50;
    public string AccountId => Spec["accountId"]!.GetValue<string>();
    public bool IsShared => Spec["shared"]?.GetValue<bool>() ?? false;
    private string Region => Spec["region"]!.GetValue<string>();

    /// <summary>The services of the endpoints given.</summary>
    public static IEnumerable<PrivateService> Find(IEnumerable<EndpointRecord> records) => records
        .Where(record => record.Spec.Json["privateService"] is JsonObject)
        .OrderBy(record => record.CreatedAt)
        .Select(Find)
        .GroupBy(service => service.Id)
        .Select(group => group.First());

    public static PrivateService Find(EndpointRecord record)
    {
        JsonObject spec = record.Spec.Json["privateService"]!.AsObject();
        bool shared = spec["shared"]?.GetValue<bool>() ?? false;
        string ticks = record.CreatedAt.UtcTicks.ToString(CultureInfo.InvariantCulture);
        string key = shared ? $"{record.Namespace}/{spec["accountId"]}/{spec["region"]}" : $"{record.Id}/{ticks}";
        string id = $"{StableHash.Compute(0, "private-service", key):x16}";
        return new PrivateService(id, record.Namespace, spec, shared ? null : record.Name, record.CreatedAt);
    }

    /// <summary>The name clients connect to; null until it is there.</summary>
    public string? ServiceName(DateTimeOffset now) =>
        (now - CreatedAt).TotalSeconds >= ConfiguredSecond ? $"com.amazonaws.vpce.{Region}.vpce-svc-{Id}" : null;

    public static bool IsGone(DateTimeOffset? deletedAt, DateTimeOffset now) => now - deletedAt >= s_deleted;

    public object ToJson(DateTimeOffset now, DateTimeOffset? deletedAt) => new
    {
        id = Id,
        createdAt = EmulatorClock.Format(CreatedAt),
        endpointName = EndpointName,
        privateService = new { accountId = AccountId, region = Region, shared = IsShared },
        status = new
        {
            stage = deletedAt is null ? Stage(now) : now - deletedAt < s_deleting ? "Deleting" : "Deleted",
            service_name = ServiceName(now),
            lb_ips = ServiceName(now) is null ? (string[])[] : ["10.0.12.34", "10.0.56.78"],
            region = Region,
        },
    };

    private string Stage(DateTimeOffset now) =>
        s_stages.FirstOrDefault(stage => (now - CreatedAt).TotalSeconds < stage.UntilSecond).Stage ?? "Created";
}
