namespace HfEndpoints.Client;

/// <summary>Creates the file entry of an endpoint. A secret becomes a reference to an environment variable of the same name.</summary>
public static class EndpointExport
{
    private const string PasswordVariable = "REGISTRY_PASSWORD";

    /// <summary>Creates the entry of an endpoint.</summary>
    /// <param name="endpoint">The endpoint, as the service returned it.</param>
    /// <param name="includeDefaults">Whether settings are written that a new endpoint has without them.</param>
    /// <returns>The entry, with only the settings that are set and may be shown.</returns>
    public static EndpointEntry ToEntry(HfInferenceEndpoint endpoint, bool includeDefaults = false)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        JsonObject settings = EndpointBody.ReadSettings(JsonObject.Create(endpoint.Json)!);
        string[] omitted = endpoint.ExactAnswer is null
            ? []
            : Masked(settings, EndpointBody.ReadSettings(JsonObject.Create(endpoint.ExactJson)!));
        foreach (string key in omitted)
        {
            settings.Remove(key);
        }

        foreach (SecretPlaces.Place place in SecretPlaces.Find(settings))
        {
            bool isPassword = place.Table != settings[EndpointSetting.Secret];
            place.Table[place.Key] = SecretReference.OfEnvironment(isPassword ? PasswordVariable : place.Key).ToString();
        }

        RemoveNulls(settings);
        foreach (string key in settings
            .Where(setting => IsEmpty(setting.Value) || (!includeDefaults && IsDefault(setting.Key, setting.Value)))
            .Select(setting => setting.Key).ToArray())
        {
            settings.Remove(key);
        }

        return new EndpointEntry { Name = endpoint.Name, Namespace = endpoint.Namespace, Settings = settings, Omitted = omitted };
    }

    // A table without the one value would make Sync remove it, so the whole setting is left out.
    private static string[] Masked(JsonObject settings, JsonObject exact) =>
        [.. settings.Select(setting => setting.Key).Where(key => !JsonNode.DeepEquals(settings[key], exact[key]))];

    private static void RemoveNulls(JsonObject table)
    {
        foreach (string key in table.Select(entry => entry.Key).ToArray())
        {
            if (table[key] is null)
            {
                table.Remove(key);
            }
            else if (table[key] is JsonObject inner)
            {
                RemoveNulls(inner);
            }
        }
    }

    // The numbers of replicas are always written: they decide on the cost, and a missing one would not be compared.
    private static bool IsDefault(string key, JsonNode? value) => key switch
    {
        EndpointSetting.Type => value?.ToString() == "authenticated",
        EndpointSetting.CacheHttpResponse => value?.GetValueKind() == JsonValueKind.False,
        EndpointSetting.CustomImage => value is JsonObject { Count: 1 } image && image["huggingface"] is JsonObject { Count: 0 },
        _ => EndpointSetting.Get(key).Kind == SettingKind.Settings && SettingDiff.IsNothing(value),
    };

    private static bool IsEmpty(JsonNode? node) => node is JsonObject { Count: 0 } or JsonArray { Count: 0 };
}
