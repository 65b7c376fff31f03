namespace HfEndpoints.Client;

/// <summary>The known rules of the service that do not depend on its hardware, checked before a request.</summary>
internal static partial class EndpointRules
{
    /// <summary>Throws if a name is not valid (<c>Endpoint.name</c> of the service's OpenAPI document).</summary>
    public static void CheckName(string name)
    {
        if (!Name().IsMatch(name))
        {
            throw Refuse($"'{name}' is not a valid endpoint name. Use 1 to 32 characters from a-z, 0-9 and '-'.");
        }
    }

    /// <summary>Throws if a number is out of range, or a value is what is shown in place of one.</summary>
    public static void Check(EndpointSettings settings)
    {
        if (EndpointSetting.ToValues(settings).Select(setting => MaskIn(setting.Value, setting.Key)).OfType<string>().FirstOrDefault()
            is { } masked)
        {
            throw Refuse($"{masked} is '{SecretMask.Mask}', which only stands for a value that is not shown. Give the value itself.");
        }

        if (settings.MinReplica < 0)
        {
            throw Refuse($"MinReplica is {settings.MinReplica}. Use 0 or more.");
        }

        if (settings.MaxReplica < 0)
        {
            throw Refuse($"MaxReplica is {settings.MaxReplica}. Use 0 or more.");
        }

        if (settings.MinReplica > settings.MaxReplica)
        {
            throw Refuse(
                $"MinReplica {settings.MinReplica} is above MaxReplica {settings.MaxReplica}: "
                + "MinReplica must not be above MaxReplica.");
        }

        if (settings.ScaleToZeroTimeout < 1)
        {
            throw Refuse($"ScaleToZeroTimeout is {settings.ScaleToZeroTimeout} minutes. Use 1 or more.");
        }

        if (settings.ScalingThreshold is not null && settings.ScalingMetric is null)
        {
            throw Refuse("ScalingThreshold requires ScalingMetric: pendingRequests or hardwareUsage.");
        }

        CheckParallel("TensorParallelSize", settings.TensorParallelSize);
        CheckParallel("DataParallelSize", settings.DataParallelSize);
    }

    /// <summary>The path of the first masked value; null if there is none.</summary>
    private static string? MaskIn(JsonNode? node, string path) => node switch
    {
        JsonObject table => table.Select(member => MaskIn(member.Value, $"{path}.{member.Key}")).OfType<string>().FirstOrDefault(),
        JsonArray list => list.Select(item => MaskIn(item, path)).OfType<string>().FirstOrDefault(),
        JsonValue value when value.TryGetValue(out string? text) && text == SecretMask.Mask => path,
        _ => null,
    };

    private static void CheckParallel(string name, int? value)
    {
        if (value < 1)
        {
            throw Refuse($"{name} is {value}. Use 1 or more.");
        }
    }

    private static HfException Refuse(string message) => new(HfErrorKind.InvalidRequest, message);

    [GeneratedRegex("^[a-z0-9-]{1,32}\\z")]
    private static partial Regex Name();
}
