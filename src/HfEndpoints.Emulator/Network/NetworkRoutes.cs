using System.Net;

namespace HfEndpoints.Emulator;

internal static class CidrListRoutes
{
    private const string Path = "/v2/network/cidr-list/{ns}";

    private static readonly Shape s_shape = new ObjectShape()
        .Required(Shape.Text, "name")
        .Required(Shape.List(Shape.Text), "cidrList")
        .Maybe(Shape.Text, "id");

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

internal static partial class DomainRoutes
{
    private const string Path = "/v2/network/domain/{ns}";
    private static readonly Shape s_shape = new ObjectShape().Required(Shape.Text, "domain");

    public static void MapDomains(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (HttpContext context, AccountDirectory accounts, NetworkStore network, EmulatorClock clock, string ns) =>
        {
            accounts.Authorize(context.Request, ns, write: false);
            DateTimeOffset now = clock.UtcNow;
            return context.AnswerJsonAsync(new JsonObject
            {
                ["items"] = new JsonArray([.. network.Domains(ns, now).Select(domain => domain.ToJson(now))]),
            });
        });
        routes.MapPost(Path, CreateAsync);
        routes.MapDelete(Path + "/{domain}", (
            HttpContext context, AccountDirectory accounts, NetworkStore network, EmulatorClock clock, string ns, string domain) =>
        {
            accounts.Authorize(context.Request, ns, write: true);
            network.RemoveDomain(ns, domain.ToLowerInvariant(), clock.UtcNow);
            return context.AnswerJsonAsync(new JsonObject());
        });
    }

    private static async Task CreateAsync(
        HttpContext context, AccountDirectory accounts, NetworkStore network, EmulatorClock clock, string ns)
    {
        accounts.Authorize(context.Request, ns, write: true);
        JsonObject body = await JsonBody.ReadAsync(context.Request, s_shape);
        string domain = body["domain"]!.GetValue<string>().ToLowerInvariant();
        Refuse.If(
            domain.Length > 253 || !DomainPattern().IsMatch(domain),
            () => ServiceException.BadRequest($"'{domain}' is not a fully qualified domain name"));
        DateTimeOffset now = clock.UtcNow;
        await context.AnswerJsonAsync(network.AddDomain(ns, domain, now).ToJson(now));
    }

    [GeneratedRegex(@"\A([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])\z")]
    private static partial Regex DomainPattern();
}

internal static class PrivateServiceRoutes
{
    private const string Path = "/v2/network/private-service/{ns}";

    public static void MapPrivateServices(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ListAsync);
        routes.MapDelete(Path + "/{id}", DeleteAsync);
    }

    private static Task ListAsync(HttpContext context, AccountDirectory accounts, EndpointStore store, NetworkStore network, string ns)
    {
        accounts.Authorize(context.Request, ns, write: false);
        string? account = context.Request.Query.ReadText("account-id");
        bool? shared = context.Request.Query.ReadFlag("shared");
        return context.AnswerJsonAsync(store.Use((records, now) => new JsonObject
        {
            ["items"] = new JsonArray([.. Existing(records, network, ns, now)
                .Where(service => (account is null || service.AccountId == account) && (shared is null || service.IsShared == shared))
                .Select(service => service.ToJson(now, network.ServiceDeletedAt(service.Id)))]),
        }));
    }

    private static Task DeleteAsync(
        HttpContext context, AccountDirectory accounts, EndpointStore store, NetworkStore network, string ns, string id)
    {
        accounts.Authorize(context.Request, ns, write: true);
        store.Use((records, now) =>
        {
            Refuse.If(
                !Existing(records, network, ns, now).Any(service => service.Id == id && network.ServiceDeletedAt(id) is null),
                () => ServiceException.NotFound($"private service '{id}' not found"));
            network.DeleteService(id, now);
            return true;
        });
        return context.AnswerJsonAsync(new JsonObject());
    }

    private static IEnumerable<PrivateService> Existing(
        IEnumerable<EndpointRecord> records, NetworkStore network, string ns, DateTimeOffset now) =>
        PrivateService.Find(records.Where(record => record.Namespace == ns))
            .Where(service => !PrivateService.IsGone(network.ServiceDeletedAt(service.Id), now));
}
