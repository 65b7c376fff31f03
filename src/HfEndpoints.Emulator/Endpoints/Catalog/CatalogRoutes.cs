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
        if (accounts.Access(context.Request) is null)
        {
            throw ServiceException.Unauthorized("invalid or missing token");
        }

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
        if (accounts.Access(context.Request) is null)
        {
            throw ServiceException.Unauthorized("invalid or missing token");
        }

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
