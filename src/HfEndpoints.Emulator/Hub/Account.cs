using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Hub;

/// <summary>A user or an organization.</summary>
internal sealed record Account(string Id, string Name)
{
    /// <summary>Namespaces whose name begins with "unpaid" have no payment method, so that a refusal can be tested.</summary>
    public bool CanPay => !Name.StartsWith("unpaid", StringComparison.OrdinalIgnoreCase);

    public JsonObject ToJson() => new() { ["id"] = Id, ["name"] = Name };
}
