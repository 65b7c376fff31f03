using HfEndpoints.Client;

namespace HfEndpoints.Commands;

/// <summary>Converts the client's endpoints to what users see.</summary>
internal static class EndpointConversion
{
    public static HfInferenceEndpoint ToOutput(InferenceEndpoint endpoint, HfConnection connection) =>
        new()
        {
            Account = connection,
            Answer = new Lazy<object>(() => JsonConversion.ToPSObject(endpoint.Raw)),
            EndpointsUri = connection.EndpointsUri,
            Name = endpoint.Name,
            Namespace = endpoint.Namespace,
            Repository = endpoint.Model?.Repository,
            Status = endpoint.Status?.State,
            Message = Join(endpoint.Status),
            AgentMessage = endpoint.Status?.AgentMessage,
            Url = endpoint.Status?.Url,
            HealthRoute = endpoint.HealthRoute,
            Framework = endpoint.Model?.Framework,
            Revision = endpoint.Model?.Revision,
            Task = endpoint.Model?.Task,
            Type = endpoint.Type,
            Vendor = endpoint.Provider?.Vendor,
            Region = endpoint.Provider?.Region,
            Accelerator = endpoint.Compute?.Accelerator,
            InstanceType = endpoint.Compute?.InstanceType,
            InstanceSize = endpoint.Compute?.InstanceSize,
            MinReplica = endpoint.Compute?.Scaling?.MinReplica ?? 0,
            MaxReplica = endpoint.Compute?.Scaling?.MaxReplica ?? 0,
            ScaleToZeroTimeout = endpoint.Compute?.Scaling?.ScaleToZeroTimeout,
            ReadyReplica = endpoint.Status?.ReadyReplica,
            TargetReplica = endpoint.Status?.TargetReplica,
            Tags = [.. endpoint.Tags ?? []],
            CreatedAt = endpoint.Status?.CreatedAt,
            CreatedBy = endpoint.Status?.CreatedBy?.Name,
            UpdatedAt = endpoint.Status?.UpdatedAt,
            UpdatedBy = endpoint.Status?.UpdatedBy?.Name,
        };

    private static string? Join(EndpointStatus? status) =>
        string.IsNullOrEmpty(status?.ErrorMessage) || status.ErrorMessage == status.Message
            ? status?.Message
            : $"{status.Message} {status.ErrorMessage}".Trim();
}
