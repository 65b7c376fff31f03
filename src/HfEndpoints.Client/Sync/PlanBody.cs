namespace HfEndpoints.Client;

/// <summary>
/// Creates the body of a change. The service replaces an image, a route or a table of features as a whole, so members
/// that the file omits are sent with their current values.
/// </summary>
internal static class PlanBody
{
    public static JsonObject Make(EndpointEntry entry, JsonObject current, IReadOnlyList<string> changed)
    {
        var body = new JsonObject();
        foreach (string key in EndpointSetting.WithGroups(changed))
        {
            JsonNode? wanted = entry.Settings[key];
            JsonNode? now = current[key];
            body[key] = key switch
            {
                // The threshold of another metric has no meaning here.
                EndpointSetting.ScalingThreshold when wanted is null => null,
                _ when wanted is null => now?.DeepClone(),
                EndpointSetting.CustomImage => Image(entry, (JsonObject)wanted, now as JsonObject),
                EndpointSetting.Secret => Secrets((JsonObject)wanted, now as JsonObject),
                _ when EndpointSetting.Get(key).Kind == SettingKind.Settings => Merge((JsonObject)wanted, now as JsonObject),
                _ => wanted.DeepClone(),
            };
            if (body[key] is null)
            {
                body.Remove(key);
            }
        }

        return body;
    }

    // There is nothing to keep from another engine.
    private static JsonObject Image(EndpointEntry entry, JsonObject wanted, JsonObject? now)
    {
        (string engine, JsonNode? fields) = wanted.Single();
        if (fields is not JsonObject table || now?[engine] is not JsonObject current)
        {
            return (JsonObject)wanted.DeepClone();
        }

        JsonObject merged = Merge(table, current);
        var image = new JsonObject { [engine] = merged };
        return SecretPlaces.Find(new JsonObject { [EndpointSetting.CustomImage] = image.DeepClone() })
            .All(place => place.Text is null || SecretReference.TryParse(place.Text) is not null)
            ? image
            : throw new HfException(
                HfErrorKind.InvalidFile,
                $"Endpoint '{entry.Name}' runs an image with registry credentials, which the service does not return, "
                + "although a new image needs them. Put them into the file, as "
                + "credentials = @{ username = '...'; password = 'env:REGISTRY_PASSWORD' }.");
    }

    private static JsonObject Secrets(JsonObject wanted, JsonObject? now)
    {
        var secrets = (JsonObject)wanted.DeepClone();
        foreach (string key in (now ?? []).Select(entry => entry.Key).Where(key => !secrets.ContainsKey(key)))
        {
            secrets[key] = null;
        }

        return secrets;
    }

    private static JsonObject Merge(JsonObject wanted, JsonObject? now)
    {
        if (wanted.Count == 0)
        {
            return [];
        }

        var merged = now is null ? [] : (JsonObject)now.DeepClone();
        foreach ((string key, JsonNode? value) in wanted)
        {
            merged[key] = value is JsonObject table && key != SettingDiff.NestedEnvironment
                ? Merge(table, now?[key] as JsonObject)
                : value?.DeepClone();
        }

        foreach (string key in merged.Where(member => member.Value is null).Select(member => member.Key).ToArray())
        {
            merged.Remove(key);
        }

        return merged;
    }
}
