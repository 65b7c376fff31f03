namespace HfEndpoints.Emulator;

/// <summary>
/// What a PUT does to a specification: objects merge field by field, but the image, env, secrets, lists and the other features
/// are replaced by what was sent. A null never gets here: the request's shape has dropped it.
/// </summary>
internal static class SpecMerge
{
    private static readonly HashSet<string> s_merged = ["compute", "scaling", "model", "provider"];

    public static EndpointSpec Apply(EndpointSpec current, JsonObject update)
    {
        JsonObject json = current.Json.DeepClone().AsObject();
        Merge(json, update);
        if (json["customRouter"] is JsonObject { Count: 0 })
        {
            json["customRouter"] = null;
        }

        json["experimentalFeatures"]!["cacheHttpResponses"] ??= false;
        json["type"] = SpecDefaults.EndpointType(json["type"]!.GetValue<string>());
        var spec = new EndpointSpec(json, current.IsForced);
        SpecDefaults.CompleteScaling(spec.Scaling);
        json["healthRoute"] = SpecDefaults.HealthRoute(spec);
        spec.Compute["id"] = SpecDefaults.ComputeId(spec);
        return spec;
    }

    /// <summary>Whether containers have to be replaced for a change, which scaling or tags do not need.</summary>
    public static bool NeedsRollout(EndpointSpec before, EndpointSpec after) =>
        !JsonNode.DeepEquals(before.Model, after.Model)
        || before.Compute["id"]!.GetValue<string>() != after.Compute["id"]!.GetValue<string>()
        || !JsonNode.DeepEquals(before.Json["experimentalFeatures"], after.Json["experimentalFeatures"])
        || !JsonNode.DeepEquals(before.Json["customRouter"], after.Json["customRouter"]);

    private static void Merge(JsonObject target, JsonObject update)
    {
        foreach ((string name, JsonNode? value) in update)
        {
            if (s_merged.Contains(name) && value is JsonObject part && target[name] is JsonObject existing)
            {
                Merge(existing, part);
            }
            else
            {
                target[name] = name == "secrets" ? WithoutNulls(value!.AsObject()) : value?.DeepClone();
            }
        }
    }

    /// <summary>A null secret is one that is taken away.</summary>
    private static JsonObject WithoutNulls(JsonObject secrets) =>
        new(secrets.Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
}
