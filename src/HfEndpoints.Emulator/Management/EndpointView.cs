using System.Text.Json.Nodes;
using HfEndpoints.Emulator.Hosting;
using HfEndpoints.Emulator.Lifecycle;

namespace HfEndpoints.Emulator.Management;

/// <summary>An endpoint as the service answers it: the specification without what is secret, and the status.</summary>
internal static class EndpointView
{
    public static JsonObject Build(EndpointRecord record, DateTimeOffset now, ServiceAddress address)
    {
        JsonObject json = record.Spec.Json.DeepClone().AsObject();
        var spec = new EndpointSpec(json);
        Redact(spec);
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
            ["inferenceMetricsEnabled"] = spec.ImageKind is "vLLM" or "sGLang",
            ["lastUsedAt"] = life.LastUsedAt is DateTimeOffset used ? EmulatorClock.Format(used) : null,
            ["private"] = null,
            ["agentMessage"] = record.AgentMessage,
        };
        return json;
    }

    private static void Redact(EndpointSpec spec)
    {
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
    }
}
