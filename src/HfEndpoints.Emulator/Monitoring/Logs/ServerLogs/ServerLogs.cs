namespace HfEndpoints.Emulator;

/// <summary>Knows which log belongs to an image.</summary>
internal static class ServerLogs
{
    private static readonly (string Word, ServerLog Log)[] s_byUrl =
    [
        ("text-generation-inference", TgiLog.Instance),
        ("text-embeddings-inference", TeiLog.Instance),
        ("vllm", VllmLog.Instance),
        ("sglang", SglangLog.Instance),
        ("llama.cpp", LlamaLog.Instance),
        ("huggingface-inference-toolkit", ToolkitLog.Instance),
        ("huggingface-pytorch", ToolkitLog.Instance),
    ];

    public static ServerLog For(EndpointSpec spec) => spec.ImageKind switch
    {
        "tgi" or "tgiNeuron" => TgiLog.Instance,
        "tei" => TeiLog.Instance,
        "vLLM" or "vLLMOmni" or "vLLMNeuron" => VllmLog.Instance,
        "sGLang" => SglangLog.Instance,
        "llamacpp" => LlamaLog.Instance,
        "huggingface" or "huggingfaceNeuron" or "hfServe" => ToolkitLog.Instance,
        _ => ByUrl(spec.ImageUrl ?? ""),
    };

    private static ServerLog ByUrl(string url) =>
        s_byUrl.FirstOrDefault(entry => url.Contains(entry.Word, StringComparison.OrdinalIgnoreCase)).Log ?? UnknownServerLog.Instance;
}
