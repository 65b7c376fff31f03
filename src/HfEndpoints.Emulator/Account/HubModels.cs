namespace HfEndpoints.Emulator;

/// <summary>Models of the hub, among them those of the catalog, with what the hub says of them.</summary>
internal static class HubModels
{
    private static readonly HubRepository[] s_all =
        JsonSerializer.Deserialize<HubRepository[]>(EmbeddedFile.Read("models.json"), JsonSerializerOptions.Web)!;

    /// <summary>A model; null if it is not known.</summary>
    public static HubRepository? Find(string repository) => s_all.FirstOrDefault(model => model.Id == repository);

    /// <summary>The models whose repository contains a text.</summary>
    public static IEnumerable<object> Search(string text, int limit) => s_all
        .Where(model => model.Id.Contains(text, StringComparison.OrdinalIgnoreCase))
        .Take(limit)
        .Select(model => model.Describe(withSizes: false));
}

/// <summary>A model: its parameters by their types, its files with their sizes, and its config.json.</summary>
internal sealed record HubRepository(
    string Id,
    string Library,
    string? Task,
    string? Gated,
    Dictionary<string, long>? Parameters,
    Dictionary<string, long>? Files,
    JsonElement? Config)
{
    /// <summary>As the hub describes it.</summary>
    public object Describe(bool withSizes) => new
    {
        id = Id,
        modelId = Id,
        @private = false,
        gated = (object?)Gated ?? false,
        pipeline_tag = Task,
        library_name = Library,
        tags = new[] { Library, Task },
        config = Config is not { } config ? null : new
        {
            architectures = config.GetProperty("architectures"),
            model_type = config.GetProperty("model_type"),
        },
        safetensors = Parameters is null ? null : new { parameters = Parameters, total = Parameters.Values.Sum() },
        siblings = (Files ?? []).Select(file => withSizes
            ? (object)new { rfilename = file.Key, size = file.Value }
            : new { rfilename = file.Key }).ToArray(),
    };
}
