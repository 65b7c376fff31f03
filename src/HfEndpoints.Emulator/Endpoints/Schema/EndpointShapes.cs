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
    private static readonly Shape s_provider = new ObjectShape().Required("vendor", Shape.Text).Required("region", Shape.Text);
    private static readonly Shape s_environment = Shape.Map(Shape.Text);
    private static readonly Shape s_secrets = Shape.Map(Shape.Nullable(Shape.Text));
    private static readonly Shape s_route = new ObjectShape().Required("domain", Shape.Text).Required("path", Shape.Text);
    private static readonly Shape s_network = new ObjectShape().Maybe("cidrBlock", Shape.Flag).Maybe("cidrList", Shape.List(Shape.Text));
    private static readonly Shape s_notifications = new ObjectShape().Required("email", Shape.Flag).Required("push", Shape.Flag);

    private static readonly Shape s_measure = new VariantShape(new Dictionary<string, Shape>
    {
        ["hardwareUsage"] = Shape.Nullable(Shape.Number),
        ["pendingRequests"] = Shape.Nullable(Shape.Number),
    });

    private static readonly Shape s_experimental = new ObjectShape()
        .Optional("cacheHttpResponses", Shape.Flag)
        .Maybe("loadBalancer", Shape.Choice("random", "sticky", "least_connections"))
        .Maybe("mcpLb", new ObjectShape().Optional("stateful", Shape.Flag))
        .Maybe("skipRepoDownload", Shape.Flag);

    private static readonly Shape s_router = new ObjectShape()
        .Maybe("tag", Shape.Text)
        .Optional("env", s_environment)
        .Maybe("port", Shape.Count)
        .Optional("protocol", Shape.Choice("http", "extProc"))
        .Maybe("grpcPort", Shape.Count);

    public static Shape Create { get; } = new ObjectShape()
        .Required("name", Shape.Text)
        .Required("type", s_type)
        .Required("provider", s_provider)
        .Required("compute", new ObjectShape()
            .Required("accelerator", s_accelerator)
            .Required("instanceType", Shape.Text)
            .Required("instanceSize", Shape.Text)
            .Required("scaling", new ObjectShape()
                .Required("minReplica", Shape.Count)
                .Required("maxReplica", Shape.Count)
                .Maybe("scaleToZeroTimeout", Shape.Count)
                .Maybe("measure", s_measure)))
        .Required("model", new ObjectShape()
            .Required("repository", Shape.Text)
            .Required("framework", s_framework)
            .Required("image", ImageShapes.Image)
            .Optional("task", s_task)
            .Maybe("revision", Shape.Text)
            .Maybe("args", Shape.List(Shape.Text))
            .Maybe("command", Shape.List(Shape.Text))
            .Optional("env", s_environment)
            .Optional("secrets", s_secrets)
            .Maybe("fromCatalog", Shape.Flag))
        .Optional("tags", Shape.List(Shape.Text))
        .Optional("cacheHttpResponses", Shape.Flag)
        .Maybe("customRouter", s_router)
        .Optional("experimentalFeatures", s_experimental)
        .Maybe("network", s_network)
        .Optional("notifications", s_notifications)
        .Maybe("privateService", new ObjectShape()
            .Required("accountId", Shape.Text)
            .Required("region", Shape.Choice("us-east-1", "eu-west-1"))
            .Optional("shared", Shape.Flag))
        .Maybe("route", s_route);

    public static Shape Update { get; } = new ObjectShape()
        .Maybe("type", s_type)
        .Maybe("provider", s_provider)
        .Maybe("compute", new ObjectShape()
            .Maybe("accelerator", s_accelerator)
            .Maybe("instanceType", Shape.Text)
            .Maybe("instanceSize", Shape.Text)
            .Maybe("scaling", new ObjectShape()
                .Maybe("minReplica", Shape.Count)
                .Maybe("maxReplica", Shape.Count)
                .Maybe("scaleToZeroTimeout", Shape.Count)
                .Maybe("measure", s_measure)))
        .Maybe("model", new ObjectShape()
            .Maybe("repository", Shape.Text)
            .Maybe("framework", s_framework)
            .Maybe("image", ImageShapes.Image)
            .Maybe("task", s_task)
            .Maybe("revision", Shape.Text)
            .Maybe("args", Shape.List(Shape.Text))
            .Maybe("command", Shape.List(Shape.Text))
            .Maybe("env", s_environment)
            .Maybe("secrets", s_secrets))
        .Maybe("tags", Shape.List(Shape.Text))
        .Maybe("customRouter", s_router)
        .Maybe("experimentalFeatures", s_experimental)
        .Maybe("network", s_network)
        .Maybe("notifications", s_notifications)
        .Maybe("route", s_route);

    public static Shape CatalogDeploy { get; } = new ObjectShape()
        .Required("namespace", Shape.Text)
        .Required("repoId", Shape.Text)
        .Maybe("endpointName", Shape.Text)
        .Maybe("accelerator", s_accelerator);

    public static Shape RecipeDeploy { get; } = new ObjectShape()
        .Required("namespace", Shape.Text)
        .Maybe("config", new ObjectShape().Maybe("name", Shape.Text));
}
