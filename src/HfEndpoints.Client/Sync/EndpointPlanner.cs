using System.Text.Json.Nodes;

namespace HfEndpoints.Client;

/// <summary>
/// Finds what must be done to make the service match a file. Only what the file mentions is compared, so what the
/// service fills in by itself is no change.
/// </summary>
public static class EndpointPlanner
{
    /// <summary>Plans one endpoint of a file.</summary>
    /// <param name="entry">What the file says.</param>
    /// <param name="current">What the service has under this name; null where it has none.</param>
    /// <param name="resendSecrets">
    /// Whether secrets that are there already are sent again. The service never tells a value, so without it a table of
    /// secrets is sent only where its keys differ.
    /// </param>
    /// <returns>The plan.</returns>
    /// <exception cref="HfException">It can't be done; the message says why.</exception>
    public static EndpointPlan Plan(EndpointEntry entry, InferenceEndpoint? current, bool resendSecrets = false)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return current is null
            ? PlanCreate(entry)
            : PlanChange(entry, EndpointBody.ReadSettings(JsonObject.Create(current.Raw)!), resendSecrets);
    }

    /// <summary>What of the settings that are wanted an endpoint does not have.</summary>
    internal static IEnumerable<SettingChange> Differences(
        JsonObject wanted, JsonObject current, bool resendSecrets = false) =>
        wanted.SelectMany(setting => Changes(setting.Key, setting.Value!, wanted, current, resendSecrets));

    private static EndpointPlan PlanCreate(EndpointEntry entry)
    {
        string[] missing =
        [
            .. EndpointSetting.All
                .Where(setting => setting.IsRequired && !entry.Settings.ContainsKey(setting.Key))
                .Select(setting => setting.Key),
        ];
        if (missing.Length > 0)
        {
            throw new HfException(
                HfErrorKind.InvalidFile,
                $"Endpoint '{entry.Name}' does not exist, and can't be created: the file lacks {string.Join(", ", missing)}.");
        }

        return new EndpointPlan
        {
            Name = entry.Name,
            Action = PlanAction.Create,
            Changes = [.. entry.Settings.Select(setting => new SettingChange(setting.Key, null, setting.Value))],
            Settings = entry.Settings,
        };
    }

    private static EndpointPlan PlanChange(EndpointEntry entry, JsonObject current, bool resendSecrets)
    {
        SettingChange[] changes = [.. Differences(entry.Settings, current, resendSecrets)];
        if (changes.Any(change => change.Setting == EndpointSetting.ScalingMetric)
            && !entry.Settings.ContainsKey(EndpointSetting.ScalingThreshold)
            && current[EndpointSetting.ScalingThreshold] is { } threshold)
        {
            // It belonged to the other measure, and goes with it.
            changes = [.. changes, new SettingChange(EndpointSetting.ScalingThreshold, threshold, null)];
        }

        string[] changed = [.. changes.Select(change => change.Setting.Split('.')[0]).Distinct()];
        if (changed.FirstOrDefault(key => EndpointSetting.Get(key).IsOnlyInCreate) is { } fixedKey)
        {
            throw new HfException(
                HfErrorKind.InvalidRequest,
                $"{fixedKey} of endpoint '{entry.Name}' differs from the file, and the service can set it only when an "
                + "endpoint is created. Remove the endpoint first, or leave the setting out of the file.");
        }

        return changed.Length == 0
            ? new EndpointPlan { Name = entry.Name, Action = PlanAction.Unchanged }
            : new EndpointPlan
            {
                Name = entry.Name,
                Action = PlanAction.Change,
                Changes = changes,
                Settings = PlanBody.Make(entry, current, changed),
            };
    }

    private static IEnumerable<SettingChange> Changes(
        string key, JsonNode wanted, JsonObject settings, JsonObject current, bool resendSecrets)
    {
        switch (key)
        {
            // The service keeps none for an endpoint that never scales to zero.
            case EndpointSetting.ScaleToZeroTimeout
                when (int?)(settings[EndpointSetting.MinReplica] ?? current[EndpointSetting.MinReplica]) > 0:
            // What older files say; the service calls it otherwise.
            case "Type" when wanted.ToString() is "protected" && current["Type"]?.ToString() is "private":
            // Not every answer tells it.
            case "AccountId" when !current.ContainsKey(key):
                return [];
            case EndpointSetting.TensorParallelSize or EndpointSetting.DataParallelSize:
                return SettingDiff.Compare(key, wanted, ImageField(current, char.ToLowerInvariant(key[0]) + key[1..]));
            case EndpointSetting.Secret when resendSecrets:
                return SettingDiff.ResendSecrets(key, (JsonObject)wanted, current[key] as JsonObject);
            case EndpointSetting.CustomImage when resendSecrets:
                return SettingDiff.Compare(key, wanted, current[key])
                    .UnionBy(ResentPasswords(settings), change => change.Setting);
            default:
                return SettingDiff.Compare(key, wanted, current[key]);
        }
    }

    private static IEnumerable<SettingChange> ResentPasswords(JsonObject settings) =>
        SecretPlaces.Find(settings)
            .Where(place => place.Path.StartsWith(EndpointSetting.CustomImage, StringComparison.Ordinal) && place.Text is not null)
            .Select(place => new SettingChange(place.Path, SettingDiff.Mask, place.Text));

    private static JsonNode? ImageField(JsonObject current, string field) =>
        (current[EndpointSetting.CustomImage] as JsonObject)?.FirstOrDefault().Value is JsonObject fields ? fields[field] : null;
}
