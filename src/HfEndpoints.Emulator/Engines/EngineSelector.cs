namespace HfEndpoints.Emulator;

/// <summary>The one place that knows which server an image contains.</summary>
internal static class EngineSelector
{
    /// <summary>The port the platform probes when an image names none.</summary>
    public const int ContainerPort = 80;
    private static readonly IInferenceEngine s_tgi = new TgiEngine();
    private static readonly IInferenceEngine s_toolkit = new ToolkitEngine();
    private static readonly IInferenceEngine s_other = new UnknownEngine();
    private static readonly IInferenceEngine s_vllm = new VllmEngine();
    private static readonly IInferenceEngine s_sglang = new SglangEngine();
    private static readonly IInferenceEngine s_llamacpp = new LlamaEngine();
    private static readonly IInferenceEngine s_tei = new TeiEngine();

    public static IInferenceEngine Select(EndpointSpec spec) => spec.ImageKind switch
    {
        "tgi" or "tgiNeuron" => s_tgi,
        "huggingface" or "huggingfaceNeuron" => s_toolkit,
        "vLLM" or "vLLMOmni" or "vLLMNeuron" => s_vllm,
        "sGLang" => s_sglang,
        "llamacpp" => s_llamacpp,
        "tei" => s_tei,
        _ => ByUrl(spec.ImageUrl ?? ""),
    };

    /// <summary>
    /// Whether the platform's probe reaches the server: a custom container that listens on another port than the platform was
    /// told, or has no such health route, initializes forever.
    /// </summary>
    public static bool AnswersHealthProbe(EndpointSpec spec)
    {
        if (spec.ImageKind != "custom")
        {
            return true;
        }

        IInferenceEngine engine = Select(spec);
        int probed = spec.Image["port"]?.GetValue<int>() ?? ContainerPort;
        int? listening = spec.Number(null, "--port", "PORT") ?? engine.DefaultPort;
        return (listening is null || listening == probed) && engine.AnswersHealth(spec.HealthRoute);
    }

    private static IInferenceEngine ByUrl(string url)
    {
        (string Part, IInferenceEngine Engine)[] known =
        [
            ("text-generation-inference", s_tgi),
            ("text-embeddings-inference", s_tei),
            ("huggingface-inference-toolkit", s_toolkit),
            ("huggingface-pytorch", s_toolkit),
            ("vllm", s_vllm),
            ("sglang", s_sglang),
            ("llama.cpp", s_llamacpp),
        ];
        return known.FirstOrDefault(entry => url.Contains(entry.Part, StringComparison.OrdinalIgnoreCase)).Engine ?? s_other;
    }
}
