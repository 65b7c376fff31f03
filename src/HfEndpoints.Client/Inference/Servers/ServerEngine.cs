namespace HfEndpoints.Client.Inference;

/// <summary>The program that serves a model.</summary>
public enum ServerEngine
{
    /// <summary>Another program, or an unknown one.</summary>
    Unknown,

    /// <summary>Hugging Face's Text Generation Inference.</summary>
    Tgi,

    /// <summary>Hugging Face's Text Embeddings Inference.</summary>
    Tei,

    /// <summary>vLLM.</summary>
    Vllm,

    /// <summary>SGLang.</summary>
    Sglang,

    /// <summary>The server of llama.cpp.</summary>
    LlamaCpp,

    /// <summary>Hugging Face's inference toolkit: transformers pipelines, or a handler of the model's own.</summary>
    Toolkit,
}
