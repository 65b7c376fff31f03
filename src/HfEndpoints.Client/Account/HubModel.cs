namespace HfEndpoints.Client;

/// <summary>What the hub tells of a model that matters for its deployment.</summary>
public sealed record HubModel
{
    private const string GgufTag = "gguf";

    // Libraries and tags of models that the service runs with PyTorch.
    private static readonly string[] s_torch =
        ["transformers", "sentence-transformers", "diffusers", "peft", "timm", "pytorch", "safetensors"];

    /// <summary>The model's repository.</summary>
    public required string Repository { get; init; }

    /// <summary>The task, such as <c>text-generation</c>; null if the hub has none.</summary>
    public string? Task { get; init; }

    /// <summary>The endpoint's framework; null if it can't be told from the repository.</summary>
    public string? Framework { get; init; }

    internal static HubModel Read(string repository, JsonElement json)
    {
        string?[] marks = [json.WordOf("library_name"), .. json.TextsOf("tags")];
        return new HubModel
        {
            Repository = repository,
            Task = json.WordOf("pipeline_tag"),
            Framework = marks.Contains(GgufTag) ? "llamacpp" : marks.Intersect(s_torch).Any() ? "pytorch" : null,
        };
    }
}
