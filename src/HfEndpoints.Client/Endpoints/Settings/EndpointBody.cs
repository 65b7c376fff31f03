namespace HfEndpoints.Client;

/// <summary>
/// Creates request bodies from <see cref="EndpointSettings"/>, reads settings from an answer, and rejects what the
/// service is known to reject.
/// </summary>
internal static class EndpointBody
{
    private static readonly string[] s_measures = ["pendingRequests", "hardwareUsage"];

    /// <summary>A create's body: every member the service requires, with the defaults of the Python library.</summary>
    public static JsonObject ForCreate(string name, EndpointSettings settings, Action<string>? log)
    {
        EndpointRules.CheckName(name);
        if (settings is { ScaleToZeroTimeout: { } minutes, MinReplica: null })
        {
            // Above 0 the service ignores the time silently, and the endpoint never stops costing money.
            settings = settings with { MinReplica = 0 };
            log?.Invoke(FormattableString.Invariant(
                $"MinReplica is set to 0, without which ScaleToZeroTimeout {minutes} would have no effect."));
        }

        JsonObject values = Prepare(settings, log);
        values[EndpointSetting.Type] ??= "authenticated";
        values[EndpointSetting.MinReplica] ??= 1;
        values[EndpointSetting.MaxReplica] ??= Math.Max(1, settings.MinReplica ?? 1);
        values[EndpointSetting.CustomImage] ??= new JsonObject { ["huggingface"] = new JsonObject() };
        var body = new JsonObject
        {
            ["name"] = name,
            ["type"] = values[EndpointSetting.Type]?.DeepClone(),
            ["provider"] = new JsonObject(),
            ["compute"] = new JsonObject(),
        };
        Write(body, values, setting => setting.Path);
        return body;
    }

    /// <summary>An update's body: only the settings that were given.</summary>
    public static JsonObject ForUpdate(EndpointSettings settings, Action<string>? log)
    {
        JsonObject values = Prepare(settings, log);
        var body = new JsonObject();
        Write(body, values, setting => setting.IsOnlyInCreate ? null : setting.UpdatePath ?? setting.Path);
        return body;
    }

    /// <summary>The settings in a body or an answer, by key; only the names of secrets.</summary>
    public static JsonObject ReadSettings(JsonObject json)
    {
        var settings = new JsonObject();
        foreach (EndpointSetting setting in EndpointSetting.All)
        {
            if ((Find(json, setting.UpdatePath) ?? Find(json, setting.Path) ?? Find(json, setting.OtherPath)) is { } value)
            {
                settings[setting.Key] = setting.Kind == SettingKind.SecretTable ? Masked(value) : value.DeepClone();
            }
        }

        if ((Find(json, EndpointSetting.MeasurePath) as JsonObject)?.FirstOrDefault() is { Key: not null } measure)
        {
            settings[EndpointSetting.ScalingMetric] = measure.Key;
            settings[EndpointSetting.ScalingThreshold] = measure.Value?.DeepClone();
        }

        (settings[EndpointSetting.ExperimentalFeature] as JsonObject)?.Remove(EndpointSetting.Get(EndpointSetting.CacheHttpResponse).Path!);
        SecretPlaces.AddPassword(settings);
        return EndpointSetting.InOrder(settings);
    }

    private static JsonObject Prepare(EndpointSettings settings, Action<string>? log)
    {
        EndpointRules.Check(settings);
        ContainerImage? image = ContainerImage.FromSettings(settings, log);
        return EndpointSetting.ToValues(settings with
        {
            CustomImage = image is null ? null : new JsonText(image.Payload),
            Env = image?.Env ?? settings.Env,
            Secret = image?.Secrets ?? settings.Secret,
            Type = settings.Type?.ToLowerInvariant(),
        });
    }

    private static void Write(JsonObject body, JsonObject values, Func<EndpointSetting, string?> where)
    {
        foreach ((string key, JsonNode? value) in values)
        {
            if (where(EndpointSetting.Get(key)) is { } path)
            {
                Put(body, path, value!.DeepClone());
            }
        }

        if (values[EndpointSetting.ScalingMetric] is { } metric)
        {
            Put(body, EndpointSetting.MeasurePath, new JsonObject
            {
                [MeasureName(metric.GetValue<string>())] = values[EndpointSetting.ScalingThreshold]?.DeepClone(),
            });
        }
    }

    private static void Put(JsonObject body, string path, JsonNode value)
    {
        string[] members = path.Split('.');
        JsonObject parent = body;
        foreach (string member in members[..^1])
        {
            parent = (JsonObject)(parent[member] ??= new JsonObject());
        }

        if (parent[members[^1]] is JsonObject there && value is JsonObject more)
        {
            // A part that was set by itself takes precedence.
            more.Take(there);
        }

        parent[members[^1]] = value;
    }

    private static JsonNode? Find(JsonNode json, string? path)
    {
        if (path is null)
        {
            return null;
        }

        JsonNode? node = json;
        foreach (string member in path.Split('.'))
        {
            node = (node as JsonObject)?[member];
        }

        return node;
    }

    private static JsonObject? Masked(JsonNode secrets) => secrets is JsonObject table
        ? new JsonObject(table.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)SettingDiff.Mask)))
        : null;

    // The service's words are case-sensitive; ours are not.
    private static string MeasureName(string metric) =>
        s_measures.FirstOrDefault(name => name.Equals(metric, StringComparison.OrdinalIgnoreCase), metric);
}
