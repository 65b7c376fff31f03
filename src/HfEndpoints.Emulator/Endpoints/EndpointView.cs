namespace HfEndpoints.Emulator;

/// <summary>An endpoint as the service answers it: the specification without what is secret, and the status.</summary>
internal static class EndpointView
{
    public static JsonObject Build(EndpointRecord record, DateTimeOffset now, ServiceAddress address)
    {
        EndpointSpec spec = Redacted(record.Spec);
        JsonObject json = spec.Json;
        EndpointLife life = record.Life;
        json["status"] = new JsonObject
        {
            ["createdAt"] = EmulatorClock.Format(record.CreatedAt),
            ["createdBy"] = record.CreatedBy.ToJson(),
            ["updatedAt"] = EmulatorClock.Format(record.UpdatedAt),
            ["updatedBy"] = record.UpdatedBy.ToJson(),
            ["state"] = life.State,
            ["message"] = life.Message,
            ["errorMessage"] = life.ErrorMessage,
            ["url"] = address.EndpointUrl(record.Namespace, record.Name),
            ["readyReplica"] = life.ReadyReplica(now),
            ["targetReplica"] = life.TargetReplica,
            ["inferenceMetricsEnabled"] = InferenceGraphs.AreMeasured(spec),
            ["lastUsedAt"] = life.LastUsedAt is DateTimeOffset used ? EmulatorClock.Format(used) : null,
            ["private"] = json["privateService"] is JsonObject
                ? new JsonObject { ["serviceName"] = PrivateService.Find(record).ServiceName(now) }
                : null,
            ["agentMessage"] = record.AgentMessage,
        };
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
