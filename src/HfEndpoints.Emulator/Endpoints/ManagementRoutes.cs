namespace HfEndpoints.Emulator;

internal static class ManagementRoutes
{
    private const int MaxPageSize = 100;

    public static void MapManagement(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v2/endpoint/{ns}", ListAsync);
        routes.MapPost("/v2/endpoint/{ns}", CreateAsync);
        routes.MapGet("/v2/endpoint/{ns}/{name}", GetAsync);
        routes.MapPut("/v2/endpoint/{ns}/{name}", UpdateAsync);
        routes.MapDelete("/v2/endpoint/{ns}/{name}", DeleteAsync);
        MapAction(routes, "pause", (service, ns, name) => service.Pause(ns, name));
        MapAction(routes, "resume", (service, ns, name) => service.Resume(ns, name));
        MapAction(routes, "scale-to-zero", (service, ns, name) => service.ScaleToZero(ns, name));
        routes.MapGet("/v2/search/{ns}", SearchAsync);
    }

    private static void MapAction(IEndpointRouteBuilder routes, string action, Func<EndpointService, string, string, JsonObject> work) =>
        routes.MapPost($"/v2/endpoint/{{ns}}/{{name}}/{action}", (
            HttpContext context, AccountDirectory accounts, EndpointService service, string ns, string name) =>
        {
            accounts.Authorize(context.Request, ns, write: true);
            return context.AnswerJsonAsync(work(service, ns, name));
        });

    private static Task ListAsync(
        HttpContext context, AccountDirectory accounts, EndpointStore store, EndpointService service, EmulatorOptions options, string ns)
    {
        accounts.Authorize(context.Request, ns, write: false);
        var query = new EndpointQuery(context.Request.Query, options.PageSize, MaxPageSize);
        return context.AnswerJsonAsync(store.Use((records, now) =>
        {
            IReadOnlyList<EndpointRecord> matching = query.Select(records.Where(record => record.Namespace == ns));
            (IReadOnlyList<EndpointRecord> items, string? next, string? previous) = query.Page(matching);
            return new JsonObject
            {
                ["items"] = new JsonArray([.. items.Select(record => service.View(record, now))]),
                ["totalItems"] = matching.Count,
                ["nextCursor"] = next,
                ["prevCursor"] = previous,
            };
        }));
    }

    private static Task SearchAsync(HttpContext context, AccountDirectory accounts, EndpointStore store, string ns)
    {
        accounts.Authorize(context.Request, ns, write: false);
        var query = new EndpointQuery(context.Request.Query, int.MaxValue, int.MaxValue);
        return context.AnswerJsonAsync(store.Use((records, _) => new JsonObject
        {
            ["items"] = new JsonArray([.. query.Select(records.Where(record => record.Namespace == ns))
                .Take(query.Limit)
                .Select(record => new JsonObject { ["name"] = record.Name })]),
        }));
    }

    private static async Task CreateAsync(HttpContext context, AccountDirectory accounts, EndpointService service, string ns)
    {
        Account owner = accounts.Authorize(context.Request, ns, write: true);
        JsonObject body = await JsonBody.ReadAsync(context.Request, EndpointShapes.Create);
        await context.AnswerJsonAsync(service.Create(owner, body));
    }

    private static Task GetAsync(HttpContext context, AccountDirectory accounts, EndpointService service, string ns, string name)
    {
        accounts.Authorize(context.Request, ns, write: false);
        return context.AnswerJsonAsync(service.Get(ns, name));
    }

    private static async Task UpdateAsync(HttpContext context, AccountDirectory accounts, EndpointService service, string ns, string name)
    {
        accounts.Authorize(context.Request, ns, write: true);
        JsonObject body = await JsonBody.ReadAsync(context.Request, EndpointShapes.Update);
        await context.AnswerJsonAsync(service.Update(ns, name, body));
    }

    private static Task DeleteAsync(HttpContext context, AccountDirectory accounts, EndpointService service, string ns, string name)
    {
        accounts.Authorize(context.Request, ns, write: true);
        service.Delete(ns, name);
        return context.AnswerJsonAsync(new JsonObject());
    }
}
