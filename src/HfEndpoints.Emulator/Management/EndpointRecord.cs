using HfEndpoints.Emulator.Hub;
using HfEndpoints.Emulator.Lifecycle;

namespace HfEndpoints.Emulator.Management;

/// <summary>One endpoint. Read and changed only under the store's lock.</summary>
internal sealed class EndpointRecord(Account owner, string id, EndpointSpec spec, EndpointLife life, Account createdBy, DateTimeOffset createdAt)
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

    /// <summary>Set when the endpoint is deleted, so that requests under way notice.</summary>
    public bool IsDeleted { get; set; }
}
