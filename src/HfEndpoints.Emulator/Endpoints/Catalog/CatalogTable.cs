namespace HfEndpoints.Emulator;

/// <summary>Models that can be deployed as they are, each with a configuration that works.</summary>
internal static class CatalogTable
{
    public static IReadOnlyList<CatalogModel> Models { get; } =
    [
        new("meta-llama/Llama-3.2-1B-Instruct", "text-generation", "tgi", "nvidia-l4", "x1"),
        new("meta-llama/Llama-3.1-8B-Instruct", "text-generation", "tgi", "nvidia-l4", "x4"),
        new("Qwen/Qwen2.5-7B-Instruct", "text-generation", "tgi", "nvidia-l40s", "x1"),
        new("HuggingFaceTB/SmolLM3-3B", "text-generation", "tgi", "nvidia-l4", "x1"),
        new("mistralai/Mistral-7B-Instruct-v0.3", "text-generation", "tgi", "nvidia-a10g", "x1"),
        new("openai/gpt-oss-20b", "text-generation", "vLLM", "nvidia-a100", "x1"),
        new("BAAI/bge-m3", "sentence-embeddings", "tei", "nvidia-t4", "x1"),
        new("openai-community/gpt2", "text-generation", "huggingface", "intel-icl", "x2"),
    ];
}
