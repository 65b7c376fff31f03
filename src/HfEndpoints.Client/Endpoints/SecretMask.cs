using System.Text.Json;
using System.Text.Json.Nodes;

namespace HfEndpoints.Client;

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

        // Most answers contain no secret, and are not copied.
        if (!s_secretTables.Any(name => HasValues(model, name)) && !HasCredentials(model))
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

        return JsonSerializer.SerializeToElement(copy, HfJson.Context.JsonObject);
    }

    /// <summary>Masks them wherever they stand in an object, as in what an update changed.</summary>
    public static JsonElement ApplyEverywhere(JsonElement json)
    {
        JsonObject copy = JsonObject.Create(json)!;
        MaskBelow(copy, isSecret: false);
        return JsonSerializer.SerializeToElement(copy, HfJson.Context.JsonObject);
    }

    private static void MaskBelow(JsonNode? node, bool isSecret)
    {
        if (node is JsonArray list)
        {
            for (int i = 0; i < list.Count; i++)
            {
                if (isSecret && list[i] is JsonValue)
                {
                    list[i] = Mask;
                }

                MaskBelow(list[i], isSecret);
            }
        }

        foreach (string name in (node as JsonObject ?? []).Select(member => member.Key).ToArray())
        {
            bool isSecretHere = isSecret || s_secretTables.Contains(name) || name == "password";
            if (isSecretHere && node![name] is JsonValue)
            {
                node[name] = Mask;
            }

            MaskBelow(node![name], isSecretHere);
        }
    }

    private static bool HasValues(JsonElement model, string name) =>
        model.TryGetProperty(name, out JsonElement table) && table.ValueKind == JsonValueKind.Object
        && table.EnumerateObject().Any(entry => entry.Value.ValueKind != JsonValueKind.Null);

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
