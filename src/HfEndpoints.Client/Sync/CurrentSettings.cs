using System.Text.Json.Nodes;

namespace HfEndpoints.Client;

/// <summary>The settings of an endpoint that is there, by the keys of a file; of its secrets only the names.</summary>
internal static class CurrentSettings
{
    private const string CacheField = "cacheHttpResponses";

    /// <summary>Reads the settings out of the service's answer.</summary>
    public static JsonObject FromRaw(JsonObject raw)
    {
        var model = raw["model"] as JsonObject;
        var provider = raw["provider"] as JsonObject;
        var route = raw["route"] as JsonObject;
        var compute = raw["compute"] as JsonObject;
        var scaling = compute?["scaling"] as JsonObject;
        var features = raw["experimentalFeatures"]?.DeepClone() as JsonObject;
        JsonNode? cache = null;
        features?.Remove(CacheField, out cache);
        (string? metric, JsonNode? threshold) = (scaling?["measure"] as JsonObject)?.FirstOrDefault() is { } measure
            ? (measure.Key, measure.Value)
            : (null, null);
        var settings = new JsonObject
        {
            ["Repository"] = Copy(model?["repository"]),
            ["Revision"] = Copy(model?["revision"]),
            ["Framework"] = Copy(model?["framework"]),
            ["Task"] = Copy(model?["task"]),
            ["Type"] = Copy(raw["type"]),
            ["Vendor"] = Copy(provider?["vendor"]),
            ["Region"] = Copy(provider?["region"]),
            ["Accelerator"] = Copy(compute?["accelerator"]),
            ["InstanceType"] = Copy(compute?["instanceType"]),
            ["InstanceSize"] = Copy(compute?["instanceSize"]),
            ["MinReplica"] = Copy(scaling?["minReplica"]),
            ["MaxReplica"] = Copy(scaling?["maxReplica"]),
            ["ScaleToZeroTimeout"] = Copy(scaling?["scaleToZeroTimeout"]),
            ["ScalingMetric"] = metric,
            ["ScalingThreshold"] = Copy(threshold),
            [SettingKeys.CustomImage] = Copy(model?["image"]),
            ["ContainerCommand"] = Copy(model?["command"]),
            ["ContainerArgument"] = Copy(model?["args"]),
            [SettingKeys.Env] = Copy(model?["env"]),
            [SettingKeys.Secret] = Secrets(model),
            ["Domain"] = Copy(route?["domain"]),
            ["Path"] = Copy(route?["path"]),
            [SettingKeys.CacheHttpResponse] = Copy(cache ?? raw[CacheField]),
            [SettingKeys.ExperimentalFeature] = features,
            ["Tag"] = Copy(raw["tags"]),
            ["CustomRouter"] = Copy(raw["customRouter"]),
            ["Network"] = Copy(raw["network"]),
            ["Notification"] = Copy(raw["notifications"]),
            ["AccountId"] = Copy(raw["accountId"]),
            ["PrivateService"] = Copy(raw["privateService"]),
        };
        SecretPlaces.AddPassword(settings);
        foreach (string key in settings.Where(setting => setting.Value is null).Select(setting => setting.Key).ToArray())
        {
            settings.Remove(key);
        }

        return settings;
    }

    // Older answers have the table in the singular.
    private static JsonObject? Secrets(JsonObject? model) =>
        (model?["secrets"] ?? model?["secret"]) is JsonObject table
            ? new JsonObject(table.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)SettingDiff.Mask)))
            : null;

    private static JsonNode? Copy(JsonNode? node) => node?.DeepClone();
}
