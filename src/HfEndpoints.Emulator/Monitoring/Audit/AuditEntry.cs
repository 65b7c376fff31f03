using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator;

/// <summary>Something a user did to an endpoint.</summary>
internal sealed record AuditEntry(
    string Id, string Namespace, string Endpoint, DateTimeOffset CreatedAt, Account User, string RequestId, string? Ip, string Kind, JsonObject Details)
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
