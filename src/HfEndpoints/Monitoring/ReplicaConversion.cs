using HfEndpoints.Client;

namespace HfEndpoints.Commands;

/// <summary>Makes what users see of a replica.</summary>
internal static class ReplicaConversion
{
    public static HfReplica ToOutput(Replica replica, EndpointTarget target) => new()
    {
        Id = replica.Id,
        Stage = replica.Status?.Stage,
        Live = replica.Status?.Live ?? false,
        Updating = replica.Status?.Updating ?? false,
        VersionId = replica.VersionId,
        StartedAt = replica.Status?.StartedAt,
        StoppedAt = replica.Status?.StoppedAt,
        ExitCode = replica.Status?.ExitCode,
        Endpoint = target.Name,
        Namespace = target.Namespace,
    };
}
