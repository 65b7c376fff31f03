using System.Text.Json;
using System.Text.Json.Nodes;

namespace HfEndpoints.Client;

/// <summary>Makes endpoints of the service's JSON, which stays beside them whole.</summary>
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
        // An object that has a member twice is told as a wrong argument.
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw Unreadable(owner, exception);
        }

        throw Unreadable(owner, null);
    }

    /// <summary>Reads what a create gave: the endpoint, or the catalog's object around it.</summary>
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
    /// Reads what can be read: a field of another kind than it used to be is left out, and stands in the raw JSON alone.
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
                // Made only now, as it costs time that the usual answer does not need.
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
