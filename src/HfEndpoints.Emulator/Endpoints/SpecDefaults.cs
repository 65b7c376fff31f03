namespace HfEndpoints.Emulator;

/// <summary>Fills in what the service fills in, so that every answer has every field the documentation requires.</summary>
internal static class SpecDefaults
{
    public const int IdleMinutes = 15;

    /// <summary>Tags that steer the emulator, for tests of what never finishes.</summary>
    public const string StayPendingTag = "emulator:stay-pending";

    /// <inheritdoc cref="StayPendingTag"/>
    public const string StayInitializingTag = "emulator:stay-initializing";

    /// <inheritdoc cref="StayPendingTag"/>
    public const string NoLogSearchTag = "emulator:no-log-search";

    public static EndpointSpec Complete(JsonObject body, bool isForced = false)
    {
        var json = new JsonObject
        {
            ["name"] = Take(body, "name"),
            ["type"] = EndpointType(Take(body, "type")!.GetValue<string>()),
            ["provider"] = Take(body, "provider"),
            ["compute"] = Take(body, "compute"),
            ["model"] = Model(Take(body, "model")!.AsObject()),
            ["tags"] = Take(body, "tags") ?? new JsonArray(),
            ["experimentalFeatures"] = Experimental(Take(body, "experimentalFeatures"), Take(body, "cacheHttpResponses")),
            ["notifications"] = Take(body, "notifications") ?? new JsonObject { ["email"] = false, ["push"] = false },
            ["privateService"] = Take(body, "privateService"),
            ["route"] = Take(body, "route"),
            ["network"] = Take(body, "network"),
            ["customRouter"] = Take(body, "customRouter"),
        };
        var spec = new EndpointSpec(json, isForced);
        CompleteScaling(spec.Scaling);
        json["healthRoute"] = HealthRoute(spec);
        spec.Compute["id"] = ComputeId(spec);
        return spec;
    }

    /// <summary>"protected" is what older clients still send for an endpoint that wants a token; the service knows it as private.</summary>
    public static string EndpointType(string type) => type == "protected" ? "private" : type;
    public static string ComputeId(EndpointSpec spec) => $"{spec.Vendor}-{spec.Region}-{spec.InstanceType}-{spec.InstanceSize}";

    public static string HealthRoute(EndpointSpec spec) =>
        spec.Image["healthRoute"]?.GetValue<string>() ?? (spec.ImageKind == "custom" ? "/" : "/health");

    public static void CompleteScaling(JsonObject scaling)
    {
        bool canSleep = scaling["minReplica"]!.GetValue<int>() == 0;
        scaling["scaleToZeroTimeout"] = canSleep ? scaling["scaleToZeroTimeout"]?.GetValue<int>() ?? IdleMinutes : null;
        scaling["measure"] = scaling["measure"]?.DeepClone();
    }

    private static JsonObject Model(JsonObject model)
    {
        model["revision"] = model["revision"]?.DeepClone();
        model["task"] ??= DefaultTask(model);
        model["env"] ??= new JsonObject();
        model["secrets"] ??= new JsonObject();
        return model;
    }

    private static string DefaultTask(JsonObject model) => model["image"]!.AsObject().Single().Key switch
    {
        "tgi" or "tgiNeuron" or "vLLM" or "vLLMNeuron" or "sGLang" or "llamacpp" => "text-generation",
        "tei" => "sentence-embeddings",
        _ => "custom",
    };

    private static JsonObject Experimental(JsonNode? given, JsonNode? cache)
    {
        JsonObject features = given?.AsObject() ?? [];
        features["cacheHttpResponses"] ??= cache?.GetValue<bool>() ?? false;
        return features;
    }

    private static JsonNode? Take(JsonObject from, string name)
    {
        from.Remove(name, out JsonNode? value);
        return value;
    }
}

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
