namespace HfEndpoints.Client.Inference;

/// <summary>What the engines have in common.</summary>
internal static class ServerEngines
{
    private static readonly Dictionary<string, ServerEngine> s_engines = Enum.GetValues<ServerEngine>()
        .Where(engine => WordOf(engine) is not null)
        .ToDictionary(engine => WordOf(engine)!, StringComparer.Ordinal);

    /// <summary>Whether it answers by the OpenAI-compatible routes alone.</summary>
    public static bool IsOpenAi(HfServerInfo info) => info.Kind is ServerEngine.Vllm or ServerEngine.Sglang or ServerEngine.LlamaCpp
        || (info.Kind == ServerEngine.Unknown && info.Models.Count > 0);

    extension(HfServerInfo info)
    {
        /// <summary>The engine that a server's information names.</summary>
        public ServerEngine Kind => info.Engine is { } word ? s_engines.GetValueOrDefault(word) : ServerEngine.Unknown;
    }

    /// <summary>The word for the engine in a server's information; null if the engine is not known.</summary>
    public static string? WordOf(ServerEngine engine) => engine switch
    {
        ServerEngine.Tgi => "TGI",
        ServerEngine.Tei => "TEI",
        ServerEngine.Vllm => "vLLM",
        ServerEngine.Sglang => "SGLang",
        ServerEngine.LlamaCpp => "llama.cpp",
        ServerEngine.Toolkit => "Toolkit",
        _ => null,
    };

    /// <summary>The engine's own name.</summary>
    public static string NameOf(ServerEngine engine) => engine switch
    {
        ServerEngine.Tgi => "Text Generation Inference",
        ServerEngine.Tei => "Text Embeddings Inference",
        ServerEngine.Toolkit => "the inference toolkit",
        _ => WordOf(engine) ?? "this server",
    };
}
