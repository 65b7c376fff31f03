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

    /// <summary>What a plan would change, as differences.</summary>
    public static IEnumerable<HfEndpointDifference> ToDifferences(SyncItem item, string file) => item.Plan.Action switch
    {
        PlanAction.Create => [Missing(item, file, null, item.Plan.Name, "is missing on the service")],
        PlanAction.Remove => [Missing(item, file, item.Plan.Name, null, "is missing in the file")],
        _ => item.Plan.Changes.Select(change => ToDifference(item.Namespace, item.Plan.Name, change, file)),
    };

    /// <summary>A difference in a setting.</summary>
    public static HfEndpointDifference ToDifference(string owner, string name, SettingChange change, string with) => new()
    {
        Name = name,
        Namespace = owner,
        Setting = change.Setting,
        Value = ToValue(change.OldJson),
        Other = ToValue(change.NewJson),
        With = with,
        Text = change.ToString(),
    };

    private static HfEndpointDifference Missing(SyncItem item, string file, object? value, object? other, string text) => new()
    {
        Name = item.Plan.Name,
        Namespace = item.Namespace,
        Value = value,
        Other = other,
        With = file,
        Text = text,
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
