namespace HfEndpoints.Emulator;

internal static class ManagementRoutes
{
    private const int MaxPageSize = 100;

    public static void MapManagement(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder members = routes.MapMembers().MapGroup("/v2");
        members.MapGet("/search/{ns}", Search);
        RouteGroupBuilder all = members.MapGroup("/endpoint/{ns}");
        all.MapGet("", List);
        all.MapPost("", async (HttpRequest request, AccountDirectory accounts, EndpointService service, string ns) =>
            service.Create(accounts.Namespace(ns), await JsonBody.ReadAsync(request, EndpointShapes.Create)));
        RouteGroupBuilder one = all.MapGroup("/{name}");
        one.MapGet("", (EndpointService service, string ns, string name) => service.Get(ns, name));
        one.MapPut("", async (HttpRequest request, EndpointService service, string ns, string name) =>
            service.Update(ns, name, await JsonBody.ReadAsync(request, EndpointShapes.Update)));
        one.MapDelete("", (EndpointService service, string ns, string name) =>
        {
            service.Delete(ns, name);
            return new { };
        });
        one.MapPost("/pause", (EndpointService service, string ns, string name) => service.Pause(ns, name));
        one.MapPost("/resume", (EndpointService service, string ns, string name) => service.Resume(ns, name));
        one.MapPost("/scale-to-zero", (EndpointService service, string ns, string name) => service.ScaleToZero(ns, name));
    }

    private static object List(HttpRequest request, EndpointStore store, EndpointService service, EmulatorOptions options, string ns)
    {
        var query = new EndpointQuery(request.Query, options.PageSize, MaxPageSize);
        return store.Use((records, now) =>
        {
            IReadOnlyList<EndpointRecord> matching = query.Select(records.Where(record => record.Namespace == ns));
            (IReadOnlyList<EndpointRecord> items, string? next, string? previous) = query.Page(matching);
            return new
            {
                items = items.Select(record => service.View(record, now)).ToArray(),
                totalItems = matching.Count,
                nextCursor = next,
                prevCursor = previous,
            };
        });
    }

    private static object Search(HttpRequest request, EndpointStore store, string ns)
    {
        var query = new EndpointQuery(request.Query, int.MaxValue, int.MaxValue);
        return store.Use((records, _) => new
        {
            items = query.Select(records.Where(record => record.Namespace == ns))
                .Take(query.Limit).Select(record => new { name = record.Name }).ToArray(),
        });
    }
}
