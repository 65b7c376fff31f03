using System.Text.Json;
using HfEndpoints.Client.Errors;
using HfEndpoints.Client.Json;

namespace HfEndpoints.Client.Endpoints;

/// <summary>Makes endpoints of the service's JSON, which stays beside them whole.</summary>
internal static class EndpointReader
{
    public static InferenceEndpoint Read(JsonElement json, string @namespace)
    {
        try
        {
            if (json.ValueKind == JsonValueKind.Object
                && SecretMask.Apply(json) is var masked
                && masked.Deserialize(HfJson.Context.InferenceEndpoint) is { Name.Length: > 0 } endpoint)
            {
                return endpoint with { Namespace = @namespace, Raw = masked };
            }
        }
        // An object that has a member twice is told as a wrong argument.
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw Unreadable(@namespace, exception);
        }

        throw Unreadable(@namespace, null);
    }

    /// <summary>Reads what a create gave: the endpoint, or the catalog's object around it.</summary>
    public static InferenceEndpoint ReadCreated(JsonElement json, string @namespace) => Read(
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty("endpoint", out JsonElement inner) ? inner : json,
        @namespace);

    public static EndpointPage ReadPage(JsonElement json, string @namespace)
    {
        if (json.ValueKind != JsonValueKind.Object
            || !json.TryGetProperty("items", out JsonElement items)
            || items.ValueKind != JsonValueKind.Array)
        {
            throw Unreadable(@namespace, null);
        }

        int? total = json.TryGetProperty("totalItems", out JsonElement count) && count.TryGetInt32(out int number)
            ? number
            : null;
        string? next = json.TryGetProperty("nextCursor", out JsonElement cursor)
            && cursor.ValueKind == JsonValueKind.String
            && cursor.GetString() is { Length: > 0 } text ? text : null;
        return new EndpointPage([.. items.EnumerateArray().Select(item => Read(item, @namespace))], total, next);
    }

    private static HfException Unreadable(string @namespace, Exception? cause) => new(
        HfErrorKind.InvalidResponse,
        $"The service's answer for namespace '{@namespace}' is JSON, but no endpoint can be read from it.",
        cause);
}
