namespace HfEndpoints.Client;

/// <summary>The places of secrets in an endpoint's settings: its secret table, and the registry password of an image.</summary>
internal static class SecretPlaces
{
    private const string Credentials = "credentials";
    private const string Password = "password";

    /// <summary>A place, the table that contains it, and the text there; null removes the secret.</summary>
    public readonly record struct Place(string Path, JsonObject Table, string Key)
    {
        public string? Text => Table[Key]?.ToString();
    }

    public static IReadOnlyList<Place> Find(JsonObject settings)
    {
        var places = new List<Place>();
        if (settings[EndpointSetting.Secret] is JsonObject secrets)
        {
            places.AddRange(secrets.Select(entry => new Place($"{EndpointSetting.Secret}.{entry.Key}", secrets, entry.Key)));
        }

        foreach ((string engine, JsonNode? fields) in settings[EndpointSetting.CustomImage] as JsonObject ?? [])
        {
            if (fields is JsonObject && fields[Credentials] is JsonObject credentials && credentials.ContainsKey(Password))
            {
                places.Add(new Place($"{EndpointSetting.CustomImage}.{engine}.{Credentials}.{Password}", credentials, Password));
            }
        }

        return places;
    }

    /// <summary>The place of the password in an image from the service, which may omit the field.</summary>
    public static void AddPassword(JsonObject settings)
    {
        foreach ((_, JsonNode? fields) in settings[EndpointSetting.CustomImage] as JsonObject ?? [])
        {
            if (fields is JsonObject && fields[Credentials] is JsonObject credentials)
            {
                credentials[Password] = SettingDiff.Mask;
            }
        }
    }
}
