namespace HfEndpoints.Emulator;

/// <summary>An endpoint's specification as JSON, with names for the parts the emulator acts on.</summary>
internal sealed class EndpointSpec(JsonObject json, bool isForced = false)
{
    /// <summary>Whether the control route made the endpoint, from its own template.</summary>
    public bool IsForced { get; } = isForced;
    public JsonObject Json { get; } = json;
    public string Name => Text(Json, "name");
    public string Type => Text(Json, "type");
    public JsonObject Compute => Part(Json, "compute");
    public JsonObject Scaling => Part(Compute, "scaling");
    public JsonObject Model => Part(Json, "model");
    public string Vendor => Text(Part(Json, "provider"), "vendor");
    public string Region => Text(Part(Json, "provider"), "region");
    public string Accelerator => Text(Compute, "accelerator");
    public string InstanceType => Text(Compute, "instanceType");
    public string InstanceSize => Text(Compute, "instanceSize");
    public int MinReplica => Scaling["minReplica"]?.GetValue<int>() ?? 0;
    public int MaxReplica => Scaling["maxReplica"]?.GetValue<int>() ?? 1;
    public int? ScaleToZeroTimeout => Scaling["scaleToZeroTimeout"]?.GetValue<int>();
    public string Repository => Text(Model, "repository");
    public string Task => Model["task"]?.GetValue<string>() ?? "custom";

    /// <summary>Which kind of container runs, for example tgi or custom.</summary>
    public string ImageKind => Part(Model, "image").Single().Key;
    public JsonObject Image => Part(Part(Model, "image"), ImageKind);
    public string? ImageUrl => Image["url"]?.GetValue<string>();
    public string HealthRoute => Json["healthRoute"]?.GetValue<string>() ?? "/health";
    public IEnumerable<string> Tags => Strings(Json["tags"]);
    public IEnumerable<string> ContainerArguments => Strings(Model["command"]).Concat(Strings(Model["args"]));
    public string? Environment(string name) => (Model["env"] as JsonObject)?[name]?.GetValue<string>();
    public bool HasTag(string tag) => Tags.Contains(tag);

    private static IEnumerable<string> Strings(JsonNode? node) =>
        node is JsonArray array ? array.Select(item => item!.GetValue<string>()) : [];

    private static JsonObject Part(JsonObject parent, string name) => parent[name]!.AsObject();
    private static string Text(JsonObject parent, string name) => parent[name]!.GetValue<string>();
}

/// <summary>Reads how a server was started: its command line, else its environment.</summary>
internal static class ServerArguments
{
    public static bool HasFlag(this EndpointSpec spec, string name) =>
        spec.ContainerArguments.Any(argument => argument == name || argument.StartsWith(name + "=", StringComparison.Ordinal));

    public static string? Argument(this EndpointSpec spec, string name)
    {
        string[] arguments = [.. spec.ContainerArguments];
        int place = Array.FindIndex(arguments, argument => argument == name || argument.StartsWith(name + "=", StringComparison.Ordinal));
        return place < 0 ? null
            : arguments[place] == name ? arguments.ElementAtOrDefault(place + 1)
            : arguments[place][(name.Length + 1)..];
    }

    /// <summary>A number of the image's settings, an argument or an environment variable, whichever is first.</summary>
    public static int? Number(this EndpointSpec spec, string? field, string? argument, string variable)
    {
        string? text = (argument is null ? null : spec.Argument(argument)) ?? spec.Environment(variable);
        int? started = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
        return field is null ? started : spec.Image[field]?.GetValue<int>() ?? started;
    }
}
