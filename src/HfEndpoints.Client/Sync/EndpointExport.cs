namespace HfEndpoints.Client;

/// <summary>Creates the file entry of an endpoint. A secret becomes a reference to an environment variable of the same name.</summary>
public static class EndpointExport
{
    private const string PasswordVariable = "REGISTRY_PASSWORD";

    /// <summary>Creates the entry of an endpoint.</summary>
    /// <param name="endpoint">The endpoint, as the service returned it.</param>
    /// <returns>The entry, with only the settings that are set and may be shown.</returns>
    public static EndpointEntry ToEntry(HfInferenceEndpoint endpoint)
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
        foreach (string key in settings.Where(setting => IsEmpty(setting.Value)).Select(setting => setting.Key).ToArray())
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

    private static bool IsEmpty(JsonNode? node) => node is JsonObject { Count: 0 } or JsonArray { Count: 0 };
}
