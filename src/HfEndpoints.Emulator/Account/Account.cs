using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator;

/// <summary>A user or an organization.</summary>
internal sealed record Account(string Id, string Name)
{
    /// <summary>Namespaces whose name begins with "unpaid" have no payment method, so that a refusal can be tested.</summary>
    public bool CanPay => !Name.StartsWith("unpaid", StringComparison.OrdinalIgnoreCase);

    /// <summary>Namespaces whose name begins with "forbidden" let their members do nothing, as when a token is not meant for them.</summary>
    public bool IsForbidden => Name.StartsWith("forbidden", StringComparison.OrdinalIgnoreCase);

    public JsonObject ToJson() => new() { ["id"] = Id, ["name"] = Name };
}
