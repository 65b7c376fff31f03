namespace HfEndpoints.Emulator;

/// <summary>Models of the hub: those of the catalog and some others, with what the hub says of them.</summary>
internal static class HubModels
{
    private static readonly (string Repository, string Library, string? Task)[] s_others =
    [
        ("HuggingFaceH4/zephyr-7b-beta", "transformers", "text-generation"),
        ("gpt2", "transformers", "text-generation"),
        ("sentence-transformers/all-MiniLM-L6-v2", "sentence-transformers", "sentence-similarity"),
        ("BAAI/bge-small-en-v1.5", "sentence-transformers", "feature-extraction"),
        ("BAAI/bge-reranker-base", "sentence-transformers", "text-ranking"),
        ("openai/whisper-large-v3", "transformers", "automatic-speech-recognition"),
        ("stabilityai/stable-diffusion-xl-base-1.0", "diffusers", "text-to-image"),
        ("bartowski/SmolLM2-135M-Instruct-GGUF", "gguf", "text-generation"),
    ];

    private static readonly (string Repository, string Library, string? Task)[] s_all =
        [.. CatalogTable.Models.Select(model => (model.Repository, "transformers", (string?)model.Task)), .. s_others];

    /// <summary>A model as the hub describes it; null if it is not known.</summary>
    public static object? Find(string repository) => s_all
        .Where(model => model.Repository == repository)
        .Select(Describe)
        .FirstOrDefault();

    /// <summary>The models whose repository contains a text.</summary>
    public static IEnumerable<object> Search(string text, int limit) => s_all
        .Where(model => model.Repository.Contains(text, StringComparison.OrdinalIgnoreCase))
        .Take(limit)
        .Select(Describe);

    private static object Describe((string Repository, string Library, string? Task) model) => new
    {
        id = model.Repository,
        modelId = model.Repository,
        @private = false,
        gated = false,
        pipeline_tag = model.Task,
        library_name = model.Library,
        tags = new[] { model.Library, model.Task },
    };
}
