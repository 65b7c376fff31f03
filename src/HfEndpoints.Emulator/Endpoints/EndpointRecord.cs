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

    /// <summary>The prompts that are read, where that takes time.</summary>
    public PromptQueue Prompts { get; } = new();

    /// <summary>The texts that are worked on, where a server counts those besides requests.</summary>
    public int TextsInWork { get; set; }

    /// <summary>What the debugger agent last said; it holds until the endpoint is changed.</summary>
    public string? AgentMessage { get; set; }

    /// <summary>Lets the replicas write what they had to write until now.</summary>
    public void SettleLogs(DateTimeOffset now) => Logs.Settle(Life.Runs, Spec, now);

    /// <summary>Set when the endpoint is deleted, so that requests under way notice.</summary>
    public bool IsDeleted { get; set; }
}

/// <summary>An endpoint as the service answers it: the specification without what is secret, and the status.</summary>
internal static class EndpointView
{
    public static JsonObject Build(EndpointRecord record, DateTimeOffset now, ServiceAddress address)
    {
        EndpointSpec spec = Redacted(record.Spec);
        JsonObject json = spec.Json;
        EndpointLife life = record.Life;
        json["status"] = JsonSerializer.SerializeToNode(new
        {
            createdAt = EmulatorClock.Format(record.CreatedAt),
            createdBy = record.CreatedBy.ToJson(),
            updatedAt = EmulatorClock.Format(record.UpdatedAt),
            updatedBy = record.UpdatedBy.ToJson(),
            state = life.State,
            message = life.Message,
            errorMessage = life.ErrorMessage,
            url = address.EndpointUrl(record.Namespace, record.Name),
            readyReplica = life.ReadyReplica(now),
            targetReplica = life.TargetReplica,
            inferenceMetricsEnabled = InferenceGraphs.AreMeasured(spec),
            lastUsedAt = EmulatorClock.Format(life.LastUsedAt),
            @private = json["privateService"] is null ? null : new { serviceName = PrivateService.Find(record).ServiceName(now) },
            agentMessage = record.AgentMessage,
        });
        return json;
    }

    /// <summary>A copy of a specification without what is secret.</summary>
    public static EndpointSpec Redacted(EndpointSpec original)
    {
        var spec = new EndpointSpec(original.Json.DeepClone().AsObject());
        if (spec.Model["secrets"] is JsonObject secrets)
        {
            foreach (string key in secrets.Select(pair => pair.Key).ToArray())
            {
                secrets[key] = null;
            }
        }

        if (spec.Image["credentials"] is JsonObject credentials)
        {
            credentials["password"] = null;
        }

        return spec;
    }
}
