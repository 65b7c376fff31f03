using System.Net;

namespace HfEndpoints.Emulator;

internal static class CidrListRoutes
{
    private const string Path = "/v2/network/cidr-list/{ns}";

    private static readonly Shape s_shape = new ObjectShape()
        .Required("name", Shape.Text)
        .Required("cidrList", Shape.List(Shape.Text))
        .Maybe("id", Shape.Text);

    public static void MapCidrLists(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (HttpContext context, AccountDirectory accounts, NetworkStore network, string ns) =>
        {
            accounts.Authorize(context.Request, ns, write: false);
            return context.AnswerJsonAsync(
                new JsonObject { ["items"] = new JsonArray([.. network.Lists(ns).Select(list => list.ToJson())]) });
        });
        routes.MapPost(Path, async (HttpContext context, AccountDirectory accounts, NetworkStore network, string ns) =>
        {
            (string name, string[] ranges) = await ReadAsync(context, accounts, ns);
            await context.AnswerJsonAsync(network.AddList(ns, name, ranges).ToJson());
        });
        routes.MapPost(Path + "/{id}", async (HttpContext context, AccountDirectory accounts, NetworkStore network, string ns, string id) =>
        {
            (string name, string[] ranges) = await ReadAsync(context, accounts, ns);
            await context.AnswerJsonAsync(network.ReplaceList(ns, id, name, ranges).ToJson());
        });
        routes.MapDelete(Path + "/{id}", (HttpContext context, AccountDirectory accounts, NetworkStore network, string ns, string id) =>
        {
            accounts.Authorize(context.Request, ns, write: true);
            network.RemoveList(ns, id);
            return context.AnswerJsonAsync(new JsonObject());
        });
    }

    private static async Task<(string Name, string[] Ranges)> ReadAsync(HttpContext context, AccountDirectory accounts, string ns)
    {
        accounts.Authorize(context.Request, ns, write: true);
        JsonObject body = await JsonBody.ReadAsync(context.Request, s_shape);
        string[] ranges = [.. body["cidrList"]!.AsArray().Select(item => item!.GetValue<string>())];
        string? wrong = Array.Find(ranges, range => !range.Contains('/', StringComparison.Ordinal) || !IPNetwork.TryParse(range, out _));
        return wrong is null ? (body["name"]!.GetValue<string>(), ranges) : throw ServiceException.BadRequest($"invalid CIDR '{wrong}'");
    }
}
