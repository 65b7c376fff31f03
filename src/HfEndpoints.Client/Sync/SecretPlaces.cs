using System.Text.Json.Nodes;

namespace HfEndpoints.Client;

/// <summary>Where secrets stand in the settings of an endpoint: its secret table, and an image's registry password.</summary>
internal static class SecretPlaces
{
    private const string Credentials = "credentials";
    private const string Password = "password";

    /// <summary>A place, the table it is in, and the text there; null takes the secret away.</summary>
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
                places.Add(new Place(
                    $"{EndpointSetting.CustomImage}.{engine}.{Credentials}.{Password}", credentials, Password));
            }
        }

        return places;
    }

    /// <summary>The password's place in an image that the service told of, which may leave the field away.</summary>
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
