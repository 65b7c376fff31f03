namespace HfEndpoints.Emulator;

/// <summary>One endpoint. Read and changed only under the store's lock.</summary>
internal sealed class EndpointRecord(
    Account owner, string id, EndpointSpec spec, EndpointLife life, Account createdBy, DateTimeOffset createdAt)
{
    public Account Owner { get; } = owner;
    public string Namespace => Owner.Name;
    public string Name => Spec.Name;
    public string Id { get; } = id;
    public EndpointSpec Spec { get; set; } = spec;
    public EndpointLife Life { get; } = life;
    public Account CreatedBy { get; } = createdBy;
    public DateTimeOffset CreatedAt { get; } = createdAt;
    public Account UpdatedBy { get; set; } = createdBy;
    public DateTimeOffset UpdatedAt { get; set; } = createdAt;
    public EndpointLogs Logs { get; } = new();
    public EndpointTraffic Traffic { get; } = new();
    public EngineLoad Load { get; } = new();

    /// <summary>The requests that wait for a slot.</summary>
    public SlotQueue Queue { get; } = new();

    /// <summary>The texts that are worked on, where a server counts those besides requests.</summary>
    public int TextsInWork { get; set; }

    /// <summary>What the debugger agent last said; it holds until the endpoint is changed.</summary>
    public string? AgentMessage { get; set; }

    /// <summary>Lets the replicas write what they had to write until now.</summary>
    public void SettleLogs(DateTimeOffset now) => Logs.Settle(Life.Runs, Spec, now);

    /// <summary>Set when the endpoint is deleted, so that requests under way notice.</summary>
    public bool IsDeleted { get; set; }
}
