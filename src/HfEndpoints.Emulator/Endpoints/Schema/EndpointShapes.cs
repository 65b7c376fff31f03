namespace HfEndpoints.Emulator;

/// <summary>The request bodies of the management API.</summary>
internal static class EndpointShapes
{
    private static readonly string[] s_tasks =
    [
        "custom", "any-to-any", "audio-classification", "automatic-speech-recognition", "feature-extraction", "fill-mask",
        "image-classification", "image-segmentation", "image-text-to-text", "object-detection", "question-answering",
        "sentence-embeddings", "sentence-ranking", "sentence-similarity", "summarization", "table-question-answering",
        "text-classification", "text-generation", "text-ranking", "text-to-image", "token-classification", "translation",
        "zero-shot-classification",
    ];

    private static readonly Shape s_type = Shape.Choice("public", "authenticated", "private", "protected");
    private static readonly Shape s_accelerator = Shape.Choice("cpu", "gpu", "neuron", "zero_gpu");
    private static readonly Shape s_framework = Shape.Choice("custom", "pytorch", "llamacpp");
    private static readonly Shape s_task = Shape.Choice(s_tasks);
    private static readonly Shape s_provider = new ObjectShape().Required(Shape.Text, "vendor").Required(Shape.Text, "region");
    private static readonly Shape s_environment = Shape.Map(Shape.Text);
    private static readonly Shape s_secrets = Shape.Map(Shape.Nullable(Shape.Text));
    private static readonly Shape s_route = new ObjectShape().Required(Shape.Text, "domain").Required(Shape.Text, "path");
    private static readonly Shape s_network = new ObjectShape().Maybe(Shape.Flag, "cidrBlock").Maybe(Shape.List(Shape.Text), "cidrList");
    private static readonly Shape s_notifications = new ObjectShape().Required(Shape.Flag, "email").Required(Shape.Flag, "push");

    private static readonly Shape s_measure = new VariantShape(new Dictionary<string, Shape>
    {
        ["hardwareUsage"] = Shape.Nullable(Shape.Number),
        ["pendingRequests"] = Shape.Nullable(Shape.Number),
    });

    private static readonly Shape s_experimental = new ObjectShape()
        .Optional(Shape.Flag, "cacheHttpResponses")
        .Maybe(Shape.Choice("random", "sticky", "least_connections"), "loadBalancer")
        .Maybe("mcpLb", new ObjectShape().Optional(Shape.Flag, "stateful"))
        .Maybe(Shape.Flag, "skipRepoDownload");

    private static readonly Shape s_router = new ObjectShape()
        .Maybe(Shape.Text, "tag").Optional(s_environment, "env").Maybe(Shape.Count, "port")
        .Optional(Shape.Choice("http", "extProc"), "protocol")
        .Maybe(Shape.Count, "grpcPort");

    public static Shape Create { get; } = new ObjectShape()
        .Required(Shape.Text, "name").Required(s_type, "type").Required(s_provider, "provider")
        .Required("compute", new ObjectShape()
            .Required(s_accelerator, "accelerator").Required(Shape.Text, "instanceType", "instanceSize")
            .Required("scaling", new ObjectShape()
                .Required(Shape.Count, "minReplica", "maxReplica").Maybe(Shape.Count, "scaleToZeroTimeout")
                .Maybe(s_measure, "measure")))
        .Required("model", new ObjectShape()
            .Required(Shape.Text, "repository").Required(s_framework, "framework").Required(ImageShapes.Image, "image")
            .Optional(s_task, "task").Maybe(Shape.Text, "revision")
            .Maybe(Shape.List(Shape.Text), "args")
            .Maybe(Shape.List(Shape.Text), "command")
            .Optional(s_environment, "env").Optional(s_secrets, "secrets").Maybe(Shape.Flag, "fromCatalog"))
        .Optional(Shape.List(Shape.Text), "tags")
        .Optional(Shape.Flag, "cacheHttpResponses").Maybe(s_router, "customRouter").Optional(s_experimental, "experimentalFeatures")
        .Maybe(s_network, "network").Optional(s_notifications, "notifications")
        .Maybe("privateService", new ObjectShape()
            .Required(Shape.Text, "accountId")
            .Required(Shape.Choice("us-east-1", "eu-west-1"), "region")
            .Optional(Shape.Flag, "shared"))
        .Maybe(s_route, "route");

    public static Shape Update { get; } = new ObjectShape()
        .Maybe(s_type, "type").Maybe(s_provider, "provider")
        .Maybe("compute", new ObjectShape()
            .Maybe(s_accelerator, "accelerator").Maybe(Shape.Text, "instanceType", "instanceSize")
            .Maybe("scaling", new ObjectShape()
                .Maybe(Shape.Count, "minReplica", "maxReplica", "scaleToZeroTimeout").Maybe(s_measure, "measure")))
        .Maybe("model", new ObjectShape()
            .Maybe(Shape.Text, "repository", "revision").Maybe(s_framework, "framework").Maybe(ImageShapes.Image, "image")
            .Maybe(s_task, "task")
            .Maybe(Shape.List(Shape.Text), "args")
            .Maybe(Shape.List(Shape.Text), "command")
            .Maybe(s_environment, "env").Maybe(s_secrets, "secrets"))
        .Maybe(Shape.List(Shape.Text), "tags")
        .Maybe(s_router, "customRouter").Maybe(s_experimental, "experimentalFeatures").Maybe(s_network, "network")
        .Maybe(s_notifications, "notifications").Maybe(s_route, "route");

    public static Shape CatalogDeploy { get; } = new ObjectShape()
        .Required(Shape.Text, "namespace", "repoId").Maybe(Shape.Text, "endpointName").Maybe(s_accelerator, "accelerator");

    public static Shape RecipeDeploy { get; } = new ObjectShape()
        .Required(Shape.Text, "namespace")
        .Maybe("config", new ObjectShape().Maybe(Shape.Text, "name"));
}

/// <summary>The container images an endpoint can run, each with its own settings.</summary>
internal static class ImageShapes
{
    public static Shape Image { get; } = new VariantShape(new Dictionary<string, Shape>
    {
        ["huggingface"] = new ObjectShape(),
        ["huggingfaceNeuron"] = new ObjectShape().Maybe(Shape.Count, "batchSize", "sequenceLength").Optional(Shape.Text, "neuronCache"),
        ["tgi"] = Tgi(Container())
            .Optional(Shape.Flag, "disableCustomKernels")
            .Maybe(Shape.Choice("awq", "bitsandbytes", "eetq", "gptq"), "quantize"),
        ["tgiNeuron"] = Tgi(Container()).Maybe(Shape.Choice("bf16", "fp16"), "hfAutoCastType").Maybe(Shape.Count, "hfNumCores"),
        ["tei"] = Container()
            .Maybe(Shape.Count, "maxBatchTokens").Maybe(Shape.Count, "maxConcurrentRequests").Maybe(Shape.Choice("mean", "cls"), "pooling"),
        ["llamacpp"] = Container()
            .Required(Shape.Text, "modelPath").Maybe(Shape.Count, "ctxSize").Maybe(Shape.Text, "mmprojModelPath")
            .Maybe(Shape.Choice("embeddings", "reranking"), "mode")
            .Maybe(Shape.Count, "nGpuLayers", "nParallel")
            .Maybe(Shape.Choice("mean", "cls", "last", "rank"), "pooling")
            .Maybe(Shape.Text, "specModelPath", "variant").Maybe(Shape.Count, "threadsHttp"),
        ["vLLM"] = Container()
            .Maybe(Shape.Count, "tensorParallelSize", "dataParallelSize", "maxNumBatchedTokens", "maxNumSeqs")
            .Maybe(Shape.Choice("fp8", "fp8-e4-m3", "fp8-e5-m2"), "kvCacheDtype"),
        ["vLLMOmni"] = Container().Maybe(Shape.Text, "deployConfig").Maybe(Shape.Count, "maxNumSeqs"),
        ["vLLMNeuron"] = Container(),
        ["sGLang"] = Container()
            .Maybe(Shape.Count, "tensorParallelSize", "maxRunningRequests", "maxPrefillTokens", "chunkedPrefillSize")
            .Maybe(Shape.Choice("fp8-e4-m3", "fp8-e5-m2"), "kvCacheDtype"),
        ["hfServe"] = Container(),
        ["custom"] = Container().Maybe("credentials", new ObjectShape()
            .Required(Shape.Text, "username").Required(Shape.Nullable(Shape.Text), "password")),
    });

    private static ObjectShape Container() =>
        new ObjectShape().Required(Shape.Text, "url").Maybe(Shape.Count, "port").Maybe(Shape.Text, "healthRoute");

    private static ObjectShape Tgi(ObjectShape container) => container
        .Maybe(Shape.Count, "maxBatchPrefillTokens", "maxBatchTotalTokens", "maxInputLength", "maxTotalTokens");
}
