namespace HfEndpoints.Emulator;

/// <summary>The container images an endpoint can run, each with its own settings.</summary>
internal static class ImageShapes
{
    public static Shape Image { get; } = new VariantShape(new Dictionary<string, Shape>
    {
        ["huggingface"] = new ObjectShape(),
        ["huggingfaceNeuron"] = new ObjectShape()
            .Maybe("batchSize", Shape.Count).Optional("neuronCache", Shape.Text).Maybe("sequenceLength", Shape.Count),
        ["tgi"] = Tgi(Container())
            .Optional("disableCustomKernels", Shape.Flag)
            .Maybe("quantize", Shape.Choice("awq", "bitsandbytes", "eetq", "gptq")),
        ["tgiNeuron"] = Tgi(Container())
            .Maybe("hfAutoCastType", Shape.Choice("bf16", "fp16")).Maybe("hfNumCores", Shape.Count),
        ["tei"] = Container()
            .Maybe("maxBatchTokens", Shape.Count).Maybe("maxConcurrentRequests", Shape.Count).Maybe("pooling", Shape.Choice("mean", "cls")),
        ["llamacpp"] = Container()
            .Required("modelPath", Shape.Text)
            .Maybe("ctxSize", Shape.Count)
            .Maybe("mmprojModelPath", Shape.Text)
            .Maybe("mode", Shape.Choice("embeddings", "reranking"))
            .Maybe("nGpuLayers", Shape.Count)
            .Maybe("nParallel", Shape.Count)
            .Maybe("pooling", Shape.Choice("mean", "cls", "last", "rank"))
            .Maybe("specModelPath", Shape.Text)
            .Maybe("threadsHttp", Shape.Count)
            .Maybe("variant", Shape.Text),
        ["vLLM"] = Container()
            .Maybe("tensorParallelSize", Shape.Count)
            .Maybe("dataParallelSize", Shape.Count)
            .Maybe("maxNumBatchedTokens", Shape.Count)
            .Maybe("maxNumSeqs", Shape.Count)
            .Maybe("kvCacheDtype", Shape.Choice("fp8", "fp8-e4-m3", "fp8-e5-m2")),
        ["vLLMOmni"] = Container().Maybe("deployConfig", Shape.Text).Maybe("maxNumSeqs", Shape.Count),
        ["vLLMNeuron"] = Container(),
        ["sGLang"] = Container()
            .Maybe("tensorParallelSize", Shape.Count)
            .Maybe("maxRunningRequests", Shape.Count)
            .Maybe("maxPrefillTokens", Shape.Count)
            .Maybe("chunkedPrefillSize", Shape.Count)
            .Maybe("kvCacheDtype", Shape.Choice("fp8-e4-m3", "fp8-e5-m2")),
        ["hfServe"] = Container(),
        ["custom"] = Container().Maybe("credentials", new ObjectShape()
            .Required("username", Shape.Text).Required("password", Shape.Nullable(Shape.Text))),
    });

    private static ObjectShape Container() =>
        new ObjectShape().Required("url", Shape.Text).Maybe("port", Shape.Count).Maybe("healthRoute", Shape.Text);

    private static ObjectShape Tgi(ObjectShape container) => container
        .Maybe("maxBatchPrefillTokens", Shape.Count)
        .Maybe("maxBatchTotalTokens", Shape.Count)
        .Maybe("maxInputLength", Shape.Count)
        .Maybe("maxTotalTokens", Shape.Count);
}
