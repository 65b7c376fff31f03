using System.Net;

namespace HfEndpoints.Emulator;

internal static partial class NetworkRoutes
{
    private static readonly Shape s_list = new ObjectShape()
        .Required(Shape.Text, "name").Required(Shape.List(Shape.Text), "cidrList").Maybe(Shape.Text, "id");

    private static readonly Shape s_domain = new ObjectShape().Required(Shape.Text, "domain");

    public static void MapNetwork(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder members = routes.MapMembers().MapGroup("/v2/network");
        MapCidrLists(members.MapGroup("/cidr-list/{ns}"));
        MapDomains(members.MapGroup("/domain/{ns}"));
        MapPrivateServices(members.MapGroup("/private-service/{ns}"));
    }

    private static void MapCidrLists(RouteGroupBuilder routes)
    {
        routes.MapGet("", (NetworkStore network, string ns) => new { items = network.Lists(ns).Select(list => list.ToJson()) });
        routes.MapPost("", async (HttpRequest request, NetworkStore network, string ns) =>
        {
            (string name, string[] ranges) = await ReadListAsync(request);
            return network.AddList(ns, name, ranges).ToJson();
        });
        routes.MapPost("/{id}", async (HttpRequest request, NetworkStore network, string ns, string id) =>
        {
            (string name, string[] ranges) = await ReadListAsync(request);
            return network.ReplaceList(ns, id, name, ranges).ToJson();
        });
        routes.MapDelete("/{id}", (NetworkStore network, string ns, string id) =>
        {
            network.RemoveList(ns, id);
            return new { };
        });
    }

    private static async Task<(string Name, string[] Ranges)> ReadListAsync(HttpRequest request)
    {
        JsonObject body = await JsonBody.ReadAsync(request, s_list);
        string[] ranges = [.. body["cidrList"]!.AsArray().Select(item => item!.GetValue<string>())];
        string? wrong = Array.Find(ranges, range => !range.Contains('/', StringComparison.Ordinal) || !IPNetwork.TryParse(range, out _));
        return wrong is null ? (body["name"]!.GetValue<string>(), ranges) : throw ServiceException.BadRequest($"invalid CIDR '{wrong}'");
    }

    private static void MapDomains(RouteGroupBuilder routes)
    {
        routes.MapGet("", (NetworkStore network, EmulatorClock clock, string ns) =>
        {
            DateTimeOffset now = clock.UtcNow;
            return new { items = network.Domains(ns, now).Select(domain => domain.ToJson(now)) };
        });
        routes.MapPost("", async (HttpRequest request, NetworkStore network, EmulatorClock clock, string ns) =>
        {
            JsonObject body = await JsonBody.ReadAsync(request, s_domain);
            string domain = body["domain"]!.GetValue<string>().ToLowerInvariant();
            Refuse.If(
                domain.Length > 253 || !DomainPattern().IsMatch(domain),
                () => ServiceException.BadRequest($"'{domain}' is not a fully qualified domain name"));
            DateTimeOffset now = clock.UtcNow;
            return network.AddDomain(ns, domain, now).ToJson(now);
        });
        routes.MapDelete("/{domain}", (NetworkStore network, EmulatorClock clock, string ns, string domain) =>
        {
            network.RemoveDomain(ns, domain.ToLowerInvariant(), clock.UtcNow);
            return new { };
        });
    }

    private static void MapPrivateServices(RouteGroupBuilder routes)
    {
        routes.MapGet("", (HttpRequest request, EndpointStore store, NetworkStore network, string ns) =>
        {
            string? account = request.Query.ReadText("account-id");
            bool? shared = request.Query.ReadFlag("shared");
            return store.Use((records, now) => new
            {
                items = Existing(records, network, ns, now)
                    .Where(service => (account is null || service.AccountId == account) && (shared is null || service.IsShared == shared))
                    .Select(service => service.ToJson(now, network.ServiceDeletedAt(service.Id)))
                    .ToArray(),
            });
        });
        routes.MapDelete("/{id}", (EndpointStore store, NetworkStore network, string ns, string id) => store.Use((records, now) =>
        {
            Refuse.If(
                !Existing(records, network, ns, now).Any(service => service.Id == id && network.ServiceDeletedAt(id) is null),
                () => ServiceException.NotFound($"private service '{id}' not found"));
            network.DeleteService(id, now);
            return new { };
        }));
    }

    private static IEnumerable<PrivateService> Existing(
        IEnumerable<EndpointRecord> records, NetworkStore network, string ns, DateTimeOffset now) =>
        PrivateService.Find(records.Where(record => record.Namespace == ns))
            .Where(service => !PrivateService.IsGone(network.ServiceDeletedAt(service.Id), now));

    [GeneratedRegex(@"\A([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])\z")]
    private static partial Regex DomainPattern();
}
