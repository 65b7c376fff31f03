namespace HfEndpoints.Client;

/// <summary>Creates the file entry of an endpoint. A secret becomes a reference to an environment variable of the same name.</summary>
public static class EndpointExport
{
    private const string PasswordVariable = "REGISTRY_PASSWORD";

    /// <summary>Creates the entry of an endpoint.</summary>
    /// <param name="endpoint">The endpoint, as the service returned it.</param>
    /// <returns>The entry, with only the settings that are set.</returns>
    public static EndpointEntry ToEntry(HfInferenceEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return ToEntry(endpoint.Namespace, endpoint.Name, JsonObject.Create(endpoint.Json)!);
    }

    /// <summary>Creates the entry from an answer of the service.</summary>
    internal static EndpointEntry ToEntry(string owner, string name, JsonObject raw)
    {
        JsonObject settings = EndpointBody.ReadSettings(raw);
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

        return new EndpointEntry { Name = name, Namespace = owner, Settings = settings };
    }

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
