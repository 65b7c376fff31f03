namespace HfEndpoints.Client.Inference;

/// <summary>What the engines have in common.</summary>
internal static class ServerEngines
{
    /// <summary>Whether it answers by the OpenAI-compatible routes alone.</summary>
    public static bool IsOpenAi(ServerInfo info) => info.Engine is ServerEngine.Vllm or ServerEngine.Sglang or ServerEngine.LlamaCpp
        || (info.Engine == ServerEngine.Unknown && info.Models.Count > 0);

    /// <summary>The engine's own name.</summary>
    public static string NameOf(ServerEngine engine) => engine switch
    {
        ServerEngine.Tgi => "Text Generation Inference",
        ServerEngine.Tei => "Text Embeddings Inference",
        ServerEngine.Vllm => "vLLM",
        ServerEngine.Sglang => "SGLang",
        ServerEngine.LlamaCpp => "llama.cpp",
        ServerEngine.Toolkit => "the inference toolkit",
        _ => "this server",
    };
}
