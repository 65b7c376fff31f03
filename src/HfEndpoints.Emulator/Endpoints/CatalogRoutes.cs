namespace HfEndpoints.Emulator;

internal static class CatalogRoutes
{
    private const int MaxNameLength = 32;

    public static void MapCatalog(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/catalog/repo-list", () => new { models = CatalogTable.Models.Select(model => model.Repository) });
        routes.MapGet("/api/v1/catalog", () => new { items = CatalogTable.Models.Select(model => model.ToItem()) });
        routes.MapPost("/api/catalog/deploy", (HttpRequest request) => DeployAsync(request, EndpointShapes.CatalogDeploy, body =>
        {
            string repository = body["repoId"]!.GetValue<string>();
            CatalogModel model = CatalogTable.Models.FirstOrDefault(candidate => candidate.Repository == repository)
                ?? throw ServiceException.NotFound($"model '{repository}' is not in the catalog");
            return body["accelerator"]?.GetValue<string>() is string accelerator && accelerator != model.Accelerator
                ? throw ServiceException.BadRequest($"model '{repository}' has no configuration for accelerator '{accelerator}'")
                : (model, body["endpointName"]);
        }));
        routes.MapPost("/api/v1/catalog/recipe/{id}/deploy", (HttpRequest request, string id) =>
            DeployAsync(request, EndpointShapes.RecipeDeploy, body => (
                CatalogTable.Models.FirstOrDefault(candidate => candidate.RecipeId == id)
                    ?? throw ServiceException.NotFound($"recipe '{id}' is not in the catalog"),
                body["config"]?["name"])));
    }

    private static async Task<object> DeployAsync(
        HttpRequest request, Shape shape, Func<JsonObject, (CatalogModel Model, JsonNode? Name)> choose)
    {
        IServiceProvider services = request.HttpContext.RequestServices;
        AccountDirectory accounts = services.GetRequiredService<AccountDirectory>();
        Refuse.If(accounts.Access(request) is null, () => ServiceException.Unauthorized("invalid or missing token"));
        JsonObject body = await JsonBody.ReadAsync(request, shape);
        Account owner = accounts.Authorize(request, body["namespace"]!.GetValue<string>(), write: true);
        (CatalogModel model, JsonNode? given) = choose(body);
        string name = given?.GetValue<string>() ?? NameFor(model.Repository, services.GetRequiredService<RandomSource>());
        var create = (JsonObject)EndpointShapes.Create.Read(model.ToRequest(name), "")!;
        return new { endpoint = services.GetRequiredService<EndpointService>().Create(owner, create) };
    }

    /// <summary>The model's name with a short random end, as the service names an endpoint that was given none.</summary>
    private static string NameFor(string repository, RandomSource random)
    {
        string suffix = "-" + string.Concat(Enumerable.Range(0, 3).Select(_ => (char)('a' + (int)(random.NextFraction() * 26))));
        string name = string.Concat(repository.Split('/')[^1].ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        return name[..Math.Min(name.Length, MaxNameLength - suffix.Length)].Trim('-') + suffix;
    }
}

internal sealed record CatalogModel(string Repository, string Task, string Image, string InstanceType, string InstanceSize)
{
    public string Accelerator => HardwareTable.Offers.First(offer => offer.InstanceType == InstanceType).Accelerator;
    public string RecipeId => $"{StableHash.Compute(0, "recipe", Repository):x16}";

    /// <summary>The model as the newer catalog lists it.</summary>
    public object ToItem() => new
    {
        modelName = Repository.Split('/')[^1],
        repoId = Repository,
        authorName = Repository.Split('/')[0],
        task = Task,
        license = "apache-2.0",
        recipes = new[] { new { publicId = RecipeId, accelerator = Accelerator, engineType = Image } },
    };

    /// <summary>The request that deploys the model.</summary>
    public JsonNode ToRequest(string name) => JsonSerializer.SerializeToNode(new
    {
        name,
        type = "authenticated",
        provider = new { vendor = "aws", region = "us-east-1" },
        compute = new
        {
            accelerator = Accelerator,
            instanceType = InstanceType,
            instanceSize = InstanceSize,
            scaling = new { minReplica = 0, maxReplica = 1, scaleToZeroTimeout = 15 },
        },
        model = new
        {
            repository = Repository,
            framework = "pytorch",
            task = Task,
            image = new Dictionary<string, object> { [Image] = Container() },
            fromCatalog = true,
        },
    })!;

    private object Container() => Image switch
    {
        "tgi" => new { url = "ghcr.io/huggingface/text-generation-inference:3.3.6", healthRoute = "/health", port = 80 },
        "tei" => new { url = "ghcr.io/huggingface/text-embeddings-inference:1.9", healthRoute = "/health", port = 80 },
        "vLLM" => new { url = "vllm/vllm-openai:v0.23.0", healthRoute = "/health", port = 8000 },
        _ => new { },
    };
}

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
