using System.Text.Json;

namespace HfEndpoints.Commands;

/// <summary>Converts a plan to what users see.</summary>
internal static class SyncConversion
{
    public static HfEndpointSync ToOutput(
        EndpointPlan plan, string owner, bool isApplied, HfInferenceEndpoint? endpoint, HfConnection connection) => new()
        {
            Name = plan.Name,
            Namespace = owner,
            Action = plan.Action.ToString(),
            IsApplied = isApplied,
            Changes = [.. plan.Changes.Select(ToOutput)],
            Endpoint = endpoint is null ? null : connection.Own(endpoint),
        };

    private static HfSettingChange ToOutput(SettingChange change) => new()
    {
        Setting = change.Setting,
        Old = ToValue(change.OldJson),
        New = ToValue(change.NewJson),
        Text = change.ToString(),
    };

    private static object? ToValue(JsonNode? node) => node is null ? null : JsonConversion.ToValue(JsonSerializer.SerializeToElement(node));
}
