namespace HfEndpoints.Emulator;

internal static class CatalogRoutes
{
    private const int MaxNameLength = 32;

    public static void MapCatalog(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/catalog/repo-list", (HttpContext context) => context.AnswerJsonAsync(new JsonObject
        {
            ["models"] = new JsonArray([.. CatalogTable.Models.Select(model => JsonValue.Create(model.Repository))]),
        }));
        routes.MapPost("/api/catalog/deploy", DeployAsync);
        routes.MapGet("/api/v1/catalog", (HttpContext context) => context.AnswerJsonAsync(new JsonObject
        {
            ["items"] = new JsonArray([.. CatalogTable.Models.Select(model => model.ToItem())]),
        }));
        routes.MapPost("/api/v1/catalog/recipe/{id}/deploy", DeployRecipeAsync);
    }

    private static async Task DeployAsync(HttpContext context, AccountDirectory accounts, EndpointService service, RandomSource random)
    {
        Refuse.If(accounts.Access(context.Request) is null, () => ServiceException.Unauthorized("invalid or missing token"));
        JsonObject body = await JsonBody.ReadAsync(context.Request, EndpointShapes.CatalogDeploy);
        Account owner = accounts.Authorize(context.Request, body["namespace"]!.GetValue<string>(), write: true);
        string repository = body["repoId"]!.GetValue<string>();
        string? accelerator = body["accelerator"]?.GetValue<string>();
        CatalogModel model = CatalogTable.Models.FirstOrDefault(candidate => candidate.Repository == repository)
            ?? throw ServiceException.NotFound($"model '{repository}' is not in the catalog");
        if (accelerator is not null && accelerator != model.Accelerator)
        {
            throw ServiceException.BadRequest($"model '{repository}' has no configuration for accelerator '{accelerator}'");
        }

        await AnswerAsync(context, service, random, owner, model, body["endpointName"]);
    }

    private static async Task DeployRecipeAsync(
        HttpContext context, AccountDirectory accounts, EndpointService service, RandomSource random, string id)
    {
        Refuse.If(accounts.Access(context.Request) is null, () => ServiceException.Unauthorized("invalid or missing token"));
        JsonObject body = await JsonBody.ReadAsync(context.Request, EndpointShapes.RecipeDeploy);
        Account owner = accounts.Authorize(context.Request, body["namespace"]!.GetValue<string>(), write: true);
        CatalogModel model = CatalogTable.Models.FirstOrDefault(candidate => candidate.RecipeId == id)
            ?? throw ServiceException.NotFound($"recipe '{id}' is not in the catalog");
        await AnswerAsync(context, service, random, owner, model, body["config"]?["name"]);
    }

    private static Task AnswerAsync(
        HttpContext context, EndpointService service, RandomSource random, Account owner, CatalogModel model, JsonNode? givenName)
    {
        string name = givenName?.GetValue<string>() ?? NameFor(model.Repository, random);
        JsonObject request = (JsonObject)EndpointShapes.Create.Read(model.ToRequest(name), "")!;
        return context.AnswerJsonAsync(new JsonObject { ["endpoint"] = service.Create(owner, request) });
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
    public JsonObject ToItem()
    {
        string[] parts = Repository.Split('/');
        return new JsonObject
        {
            ["modelName"] = parts[^1],
            ["repoId"] = Repository,
            ["authorName"] = parts[0],
            ["task"] = Task,
            ["license"] = "apache-2.0",
            ["recipes"] = new JsonArray(new JsonObject { ["publicId"] = RecipeId, ["accelerator"] = Accelerator, ["engineType"] = Image }),
        };
    }

    /// <summary>The request that deploys the model.</summary>
    public JsonObject ToRequest(string name) => new()
    {
        ["name"] = name,
        ["type"] = "authenticated",
        ["provider"] = new JsonObject { ["vendor"] = "aws", ["region"] = "us-east-1" },
        ["compute"] = new JsonObject
        {
            ["accelerator"] = Accelerator,
            ["instanceType"] = InstanceType,
            ["instanceSize"] = InstanceSize,
            ["scaling"] = new JsonObject { ["minReplica"] = 0, ["maxReplica"] = 1, ["scaleToZeroTimeout"] = 15 },
        },
        ["model"] = new JsonObject
        {
            ["repository"] = Repository,
            ["framework"] = "pytorch",
            ["task"] = Task,
            ["image"] = new JsonObject { [Image] = Container() },
            ["fromCatalog"] = true,
        },
    };

    private JsonObject Container() => Image switch
    {
        "tgi" =>
            new JsonObject { ["url"] = "ghcr.io/huggingface/text-generation-inference:3.3.6", ["healthRoute"] = "/health", ["port"] = 80 },
        "tei" =>
            new JsonObject { ["url"] = "ghcr.io/huggingface/text-embeddings-inference:1.9", ["healthRoute"] = "/health", ["port"] = 80 },
        "vLLM" => new JsonObject { ["url"] = "vllm/vllm-openai:v0.23.0", ["healthRoute"] = "/health", ["port"] = 8000 },
        _ => [],
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
