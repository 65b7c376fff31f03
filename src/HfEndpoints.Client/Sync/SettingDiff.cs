namespace HfEndpoints.Client;

/// <summary>Compares a setting in a file with its value on the service.</summary>
internal static class SettingDiff
{
    /// <summary>The placeholder of an existing secret.</summary>
    public const string Mask = "***";

    /// <summary>A table of the user's own within a table of settings. It is compared as a whole.</summary>
    public const string NestedEnvironment = "env";

    public static IEnumerable<SettingChange> Compare(string key, JsonNode wanted, JsonNode? current) =>
        EndpointSetting.Get(key).Kind switch
        {
            SettingKind.Settings => OfSettings(key, (JsonObject)wanted, current as JsonObject),
            SettingKind.TextTable => OfTable(key, (JsonObject)wanted, current as JsonObject),
            SettingKind.SecretTable => OfSecrets(key, (JsonObject)wanted, current as JsonObject),
            SettingKind kind => IsSame(kind, wanted, current) ? [] : [new SettingChange(key, current, wanted)],
        };

    /// <summary>Compares a setting of two endpoints: what only the first has differs too.</summary>
    public static IEnumerable<SettingChange> CompareBoth(string key, JsonNode? first, JsonNode? second)
    {
        if (first is null || second is null)
        {
            return IsNothing(first) && IsNothing(second) ? [] : [new SettingChange(key, first, second)];
        }

        return Compare(key, second, first)
            .Concat(Compare(key, first, second).Select(change => new SettingChange(change.Setting, change.NewJson, change.OldJson)))
            .DistinctBy(change => change.Setting)
            .Where(change => !IsNothing(change.OldJson) || !IsNothing(change.NewJson));
    }

    private static bool IsSame(SettingKind kind, JsonNode wanted, JsonNode? current)
    {
        switch (kind)
        {
            case SettingKind.Word:
                return string.Equals(wanted.ToString(), current?.ToString(), StringComparison.OrdinalIgnoreCase);
            case SettingKind.TextSet:
                return Texts(wanted).Order(StringComparer.Ordinal).SequenceEqual(Texts(current).Order(StringComparer.Ordinal));
            case SettingKind.TextList:
                return Texts(wanted).SequenceEqual(Texts(current));
            default:
                return IsSame(wanted, current);
        }
    }

    private static bool IsSame(JsonNode? wanted, JsonNode? current) =>
        IsNothing(wanted) ? IsNothing(current)
        : wanted!.GetValueKind() == JsonValueKind.Number && current?.GetValueKind() == JsonValueKind.Number
            ? Number(wanted) == Number(current)
            : JsonNode.DeepEquals(wanted, current);

    /// <summary>
    /// Whether a value clears the setting, as an empty text or table does. The service then has nothing, or its own
    /// "no".
    /// </summary>
    public static bool IsNothing(JsonNode? node) => node switch
    {
        null => true,
        JsonObject table => table.All(member => IsNothing(member.Value) || member.Value!.GetValueKind() == JsonValueKind.False),
        JsonArray list => list.Count == 0,
        _ => node.GetValueKind() == JsonValueKind.String && node.GetValue<string>().Length == 0,
    };

    private static double Number(JsonNode node) => node.Deserialize(HfJson.Context.JsonElement).GetDouble();

    private static IEnumerable<string> Texts(JsonNode? list) => (list as JsonArray ?? []).Select(item => item?.ToString() ?? "");

    private static IEnumerable<SettingChange> OfSettings(string path, JsonObject wanted, JsonObject? current)
    {
        if (wanted.Count == 0)
        {
            return IsNothing(current) ? [] : [new SettingChange(path, current, wanted)];
        }

        return wanted.SelectMany(member => OfMember($"{path}.{member.Key}", member.Key, member.Value, current?[member.Key]));
    }

    private static IEnumerable<SettingChange> OfMember(string path, string name, JsonNode? wanted, JsonNode? current) =>
        name == "password" ? OfPassword(path, wanted, current)
        : wanted is JsonObject table ? name == NestedEnvironment
            ? OfTable(path, table, current as JsonObject)
            : current is null ? [new SettingChange(path, null, wanted)] : OfSettings(path, table, current as JsonObject)
        : IsSame(wanted, current) ? []
        : [new SettingChange(path, current, wanted)];

    // It is not known whether the value differs.
    private static IEnumerable<SettingChange> OfPassword(string path, JsonNode? wanted, JsonNode? current) =>
        wanted is null == current is null ? [] : [new SettingChange(path, current, wanted)];

    private static IEnumerable<SettingChange> OfTable(string path, JsonObject wanted, JsonObject? current) =>
        wanted.Select(entry => entry.Key)
            .Union((current ?? []).Select(entry => entry.Key))
            .Where(key => !IsSameText(wanted[key], current?[key]))
            .Select(key => new SettingChange($"{path}.{key}", current?[key], wanted[key]));

    // Unlike elsewhere, an empty text is a value here.
    private static bool IsSameText(JsonNode? wanted, JsonNode? current) => wanted?.ToString() == current?.ToString();

    private static IEnumerable<SettingChange> OfSecrets(string path, JsonObject wanted, JsonObject? current)
    {
        HashSet<string> kept = [.. wanted.Where(entry => entry.Value is not null).Select(entry => entry.Key)];
        HashSet<string> had = [.. (current ?? []).Select(entry => entry.Key)];
        return kept.SetEquals(had) ? [] : ResendSecrets(path, wanted, current);
    }

    /// <summary>All secrets of a file as set again, and those missing in the file as removed.</summary>
    public static IEnumerable<SettingChange> ResendSecrets(string path, JsonObject wanted, JsonObject? current) =>
        wanted.Select(entry => entry.Key)
            .Union((current ?? []).Select(entry => entry.Key))
            .Select(key => new SettingChange($"{path}.{key}", current?[key], wanted[key]))
            .Where(change => change.OldJson is not null || change.NewJson is not null);
}
