namespace HfEndpoints.Client;

/// <summary>
/// Plans what makes the service match a file. Only settings in the file are compared, so the service's defaults are not changes.
/// </summary>
public static class EndpointPlanner
{
    private const string NewSecret = "(given)";

    /// <summary>Plans an endpoint of a file.</summary>
    /// <param name="entry">The endpoint's entry in the file.</param>
    /// <param name="current">The endpoint of this name on the service; null if there is none.</param>
    /// <param name="resendSecrets">
    /// Whether to send existing secrets again. The service never returns their values, so otherwise a table of
    /// secrets is sent only if its keys differ.
    /// </param>
    /// <returns>The plan.</returns>
    /// <exception cref="HfException">The change is not possible. The message says why.</exception>
    public static EndpointPlan Plan(EndpointEntry entry, HfInferenceEndpoint? current, bool resendSecrets = false)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (current is null)
        {
            return PlanCreate(entry);
        }

        EndpointPlan plan = PlanChange(entry, Exact(current), resendSecrets) with { Current = current };
        return plan with { Changes = [.. Shown(plan.Changes, current)] };
    }

    /// <summary>What a change would change, with the values of secrets masked.</summary>
    /// <param name="settings">The settings of the change.</param>
    /// <param name="current">The endpoint as it is.</param>
    /// <exception cref="HfException">The change is not possible.</exception>
    internal static IReadOnlyList<SettingChange> Preview(EndpointSettings settings, HfInferenceEndpoint current)
    {
        if (CurrentValues.AreNeeded(settings))
        {
            settings = CurrentValues.Complete(settings, current);
        }

        JsonObject body = EndpointBody.ForUpdate(settings, log: null);
        JsonObject wanted = EndpointBody.ReadSettings(body);
        JsonObject now = Exact(current);

        // Whether a secret differs is not known, and those that are not given stay.
        var secrets = wanted[EndpointSetting.Secret] as JsonObject;
        wanted.Remove(EndpointSetting.Secret);
        return
        [
            .. Shown(Differences(wanted, now), current),
            .. (secrets ?? []).Select(secret => new SettingChange(
                $"{EndpointSetting.Secret}.{secret.Key}",
                (now[EndpointSetting.Secret] as JsonObject)?[secret.Key],
                settings.Secret is { } given && given.TryGetValue(secret.Key, out string? value) && value is null ? null : NewSecret)),
        ];
    }

    /// <summary>What an endpoint of a file differs in, whether or not it can be changed.</summary>
    internal static EndpointPlan Compare(EndpointEntry entry, HfInferenceEndpoint? current) => new()
    {
        Name = entry.Name,
        Action = current is null ? PlanAction.Create : PlanAction.Change,
        Changes = current is null
            ? []
            : [.. Shown(Differences(entry.Settings, Exact(current)), current)],
    };

    /// <summary>What one endpoint has that differs from another.</summary>
    internal static IEnumerable<SettingChange> Compare(HfInferenceEndpoint endpoint, HfInferenceEndpoint other)
    {
        JsonObject mine = Exact(endpoint);
        JsonObject theirs = Exact(other);
        return EndpointSetting.All
            .Select(setting => setting.Key)
            .SelectMany(key => SettingDiff.CompareBoth(key, mine[key], theirs[key]))
            .Select(change => new SettingChange(change.Setting, Shown(change.OldJson, endpoint), Shown(change.NewJson, other)));
    }

    /// <summary>The requested settings that an endpoint does not have.</summary>
    internal static IEnumerable<SettingChange> Differences(
        JsonObject wanted, JsonObject current, bool resendSecrets = false) =>
        wanted.SelectMany(setting => Changes(setting.Key, setting.Value!, wanted, current, resendSecrets));

    private static JsonObject Exact(HfInferenceEndpoint endpoint) => EndpointBody.ReadSettings(JsonObject.Create(endpoint.ExactJson)!);

    // What is compared and sent again is exact; what is shown of the service's values is not.
    private static IEnumerable<SettingChange> Shown(IEnumerable<SettingChange> changes, HfInferenceEndpoint current) =>
        changes.Select(change => new SettingChange(change.Setting, Shown(change.OldJson, current), change.NewJson));

    private static JsonNode? Shown(JsonNode? value, HfInferenceEndpoint endpoint)
    {
        if (value is null || endpoint.ExactAnswer is null)
        {
            return value;
        }

        byte[] bytes = Encoding.UTF8.GetBytes(value.ToJsonString());
        using var document = JsonDocument.Parse(bytes);
        return SecretMask.ForService(endpoint.EndpointsUri).Apply(document.RootElement, bytes) is { } masked
            ? JsonNode.Parse(masked.Span)
            : value;
    }

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
            // It belongs to the other metric, and is removed with it.
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
            // The service has none for an endpoint that never scales to zero.
            case EndpointSetting.ScaleToZeroTimeout
                when (int?)(settings[EndpointSetting.MinReplica] ?? current[EndpointSetting.MinReplica]) > 0:
            // Older files use this word; the service uses another.
            case "Type" when wanted.ToString() is "protected" && current["Type"]?.ToString() is "private":
            // Not every answer contains it.
            case "AccountId" when !current.ContainsKey(key):
                return [];
            case EndpointSetting.TensorParallelSize or EndpointSetting.DataParallelSize:
                return SettingDiff.Compare(key, wanted, ImageField(current, char.ToLowerInvariant(key[0]) + key[1..]));
            case EndpointSetting.Secret when resendSecrets:
                return SettingDiff.ResendSecrets(key, (JsonObject)wanted, current[key] as JsonObject);
            case EndpointSetting.CustomImage when resendSecrets:
                return SettingDiff.Compare(key, wanted, current[key]).UnionBy(ResentPasswords(settings), change => change.Setting);
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
