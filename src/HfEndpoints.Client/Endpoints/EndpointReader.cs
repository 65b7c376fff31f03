using System.Text.Json;
using System.Text.Json.Nodes;

namespace HfEndpoints.Client;

/// <summary>Reads endpoints from the service's JSON, and keeps the whole JSON with each.</summary>
internal static class EndpointReader
{
    // Without these nothing sensible can be done with an endpoint.
    private static readonly string[] s_needed = ["$.name", "$.status", "$.status.state", "$.status.url"];

    public static InferenceEndpoint Read(JsonElement json, string owner)
    {
        try
        {
            if (json.ValueKind == JsonValueKind.Object
                && SecretMask.Apply(json) is var masked
                && Deserialize(masked) is { Name.Length: > 0 } endpoint)
            {
                return endpoint with { Namespace = owner, Raw = masked };
            }
        }
        // A duplicate member is reported as an ArgumentException.
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw Unreadable(owner, exception);
        }

        throw Unreadable(owner, null);
    }

    /// <summary>Reads the answer to a create: the endpoint, or the catalog's object around it.</summary>
    public static InferenceEndpoint ReadCreated(JsonElement json, string owner) => Read(
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty("endpoint", out JsonElement inner) ? inner : json,
        owner);

    public static EndpointPage ReadPage(JsonElement json, string owner)
    {
        if (json.ValueKind != JsonValueKind.Object
            || !json.TryGetProperty("items", out JsonElement items)
            || items.ValueKind != JsonValueKind.Array)
        {
            throw Unreadable(owner, null);
        }

        int? total = json.WholeOf("totalItems") is >= 0 and <= int.MaxValue and { } number ? (int)number : null;
        string? next = json.TextOf("nextCursor") is { Length: > 0 } text ? text : null;
        return new EndpointPage([.. items.EnumerateArray().Select(item => Read(item, owner))], total, next);
    }

    /// <summary>
    /// Reads what can be read. A field of an unexpected type is omitted, and is in the raw JSON only.
    /// </summary>
    private static InferenceEndpoint? Deserialize(JsonElement json)
    {
        JsonObject? readable = null;
        while (true)
        {
            try
            {
                return readable is null
                    ? json.Deserialize(HfJson.Context.InferenceEndpoint)
                    : readable.Deserialize(HfJson.Context.InferenceEndpoint);
            }
            catch (JsonException exception)
            {
                // Created only here, because most answers don't need it.
                readable ??= JsonObject.Create(json)!;
                if (s_needed.Contains(exception.Path) || !Remove(readable, exception.Path ?? ""))
                {
                    throw;
                }
            }
        }
    }

    /// <summary>Takes the field that a path such as <c>$.status.tags[0]</c> leads to out of an object.</summary>
    private static bool Remove(JsonObject json, string path)
    {
        string[] names = [.. path.Split('.').Skip(1).Select(name => name.Split('[')[0])];
        JsonObject? parent = json;
        foreach (string name in names.SkipLast(1))
        {
            parent = parent?[name] as JsonObject;
        }

        return names.Length > 0 && parent is not null && parent.Remove(names[^1]);
    }

    private static HfException Unreadable(string owner, Exception? cause) => new(
        HfErrorKind.InvalidResponse,
        $"The service's answer for namespace '{owner}' is JSON, but no endpoint can be read from it.",
        cause);
}
