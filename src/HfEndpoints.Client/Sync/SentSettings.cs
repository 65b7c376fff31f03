namespace HfEndpoints.Client;

/// <summary>
/// Decides whether an endpoint was made by a given create or by somebody else. It is compared as in a plan: ours needs no change.
/// </summary>
internal static class SentSettings
{
    private const string Revision = "Revision";
    private const int CommitLength = 40;

    // Settings that are empty unless somebody sets them. The service may fill in any other that was not given.
    private static readonly Dictionary<string, Func<JsonNode>> s_emptyUnlessSent = new()
    {
        [EndpointSetting.Secret] = () => new JsonObject(),
        ["Tag"] = () => new JsonArray(),
        ["PrivateService"] = () => new JsonObject(),
    };

    /// <summary>Whether an endpoint is the result of a create.</summary>
    /// <param name="sent">The create's body.</param>
    /// <param name="found">The endpoint, as the service returned it.</param>
    public static bool Describe(JsonObject sent, JsonElement found)
    {
        JsonObject wanted = EndpointBody.ReadSettings(sent);
        JsonObject current = EndpointBody.ReadSettings(JsonObject.Create(found)!);
        if (EngineOf(current) is { } engine && engine != EngineOf(wanted))
        {
            return false;
        }

        ForgetRemovedSecrets(sent, wanted, current);
        foreach (string key in wanted.Select(setting => setting.Key).Union(s_emptyUnlessSent.Keys).ToArray())
        {
            if (s_emptyUnlessSent.TryGetValue(key, out Func<JsonNode>? empty) && SettingDiff.IsNothing(wanted[key]))
            {
                wanted[key] = empty();
            }
            else if (!CanBeCompared(key, wanted[key]!, current[key]))
            {
                wanted.Remove(key);
            }
        }

        return !EndpointPlanner.Differences(wanted, current).Any();
    }

    // A secret without a value does not exist, whether or not its name is returned.
    private static void ForgetRemovedSecrets(JsonObject sent, JsonObject wanted, JsonObject current)
    {
        foreach ((string name, JsonNode? value) in sent["model"]?["secrets"] as JsonObject ?? [])
        {
            if (value is null)
            {
                (wanted[EndpointSetting.Secret] as JsonObject)?.Remove(name);
                (current[EndpointSetting.Secret] as JsonObject)?.Remove(name);
            }
        }
    }

    private static string? EngineOf(JsonObject settings) => (settings[EndpointSetting.CustomImage] as JsonObject)?.FirstOrDefault().Key;

    private static bool CanBeCompared(string key, JsonNode wanted, JsonNode? current) => key switch
    {
        // A branch may be returned as its current commit.
        Revision => !IsCommit(current) || IsCommit(wanted),
        // Off is the default.
        EndpointSetting.CacheHttpResponse when current is null => wanted.GetValueKind() != JsonValueKind.False,
        _ when EndpointSetting.Get(key).Kind == SettingKind.Settings =>
            current is null ? !SettingDiff.IsNothing(wanted) : KeepKnown((JsonObject)wanted, current as JsonObject),
        _ => true,
    };

    // The service drops unknown members, so they don't show who created the endpoint.
    private static bool KeepKnown(JsonObject wanted, JsonObject? current)
    {
        foreach ((string name, JsonNode? value) in wanted.ToArray())
        {
            if (current?.ContainsKey(name) != true || (value is JsonObject table && !KeepKnown(table, current[name] as JsonObject)))
            {
                wanted.Remove(name);
            }
        }

        return wanted.Count > 0;
    }

    private static bool IsCommit(JsonNode? revision) =>
        revision?.ToString() is { Length: CommitLength } text && text.All(char.IsAsciiHexDigit);
}
