using System.Text.Json;
using System.Text.Json.Nodes;

namespace HfEndpoints.Client.Endpoints;

/// <summary>Masks the values of secrets in an endpoint's raw answer.</summary>
internal static class SecretMask
{
    private const string Mask = "***";
    private static readonly string[] s_secretTables = ["secrets", "secret"];

    public static JsonElement Apply(JsonElement endpoint)
    {
        if (!endpoint.TryGetProperty("model", out JsonElement model) || model.ValueKind != JsonValueKind.Object)
        {
            return endpoint;
        }

        // Most answers carry none, and are not copied.
        if (!s_secretTables.Any(name => model.TryGetProperty(name, out _)) && !HasCredentials(model))
        {
            return endpoint;
        }

        JsonObject copy = JsonObject.Create(endpoint)!;
        JsonNode modelNode = copy["model"]!;
        foreach (string name in s_secretTables)
        {
            MaskValues(modelNode[name]);
        }

        if (modelNode["image"] is JsonObject image)
        {
            foreach ((_, JsonNode? engine) in image)
            {
                MaskValues((engine as JsonObject)?["credentials"], "password");
            }
        }

        return JsonSerializer.SerializeToElement(copy, Json.HfJson.Context.JsonObject);
    }

    private static bool HasCredentials(JsonElement model) =>
        model.TryGetProperty("image", out JsonElement image) && image.ValueKind == JsonValueKind.Object
        && image.EnumerateObject().Any(engine =>
            engine.Value.ValueKind == JsonValueKind.Object && engine.Value.TryGetProperty("credentials", out _));

    private static void MaskValues(JsonNode? table, string? onlyName = null)
    {
        if (table is not JsonObject members)
        {
            return;
        }

        foreach (string name in members.Select(member => member.Key).ToArray())
        {
            if (members[name] is not null && (onlyName is null || name == onlyName))
            {
                members[name] = Mask;
            }
        }
    }
}
