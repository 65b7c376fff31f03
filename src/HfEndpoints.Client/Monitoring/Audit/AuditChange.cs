using System.Text.Json;

namespace HfEndpoints.Client;

/// <summary>A setting that an update changed.</summary>
/// <param name="Property">The setting in the service's words, such as <c>minReplica</c>.</param>
/// <param name="Before">What it was; null where it was not set.</param>
/// <param name="After">What it became; null where it was cleared.</param>
public sealed record AuditChange(string Property, JsonElement? Before, JsonElement? After);
