namespace HfEndpoints.Emulator;

internal static partial class DomainRoutes
{
    private const string Path = "/v2/network/domain/{ns}";
    private static readonly Shape s_shape = new ObjectShape().Required("domain", Shape.Text);

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
        if (domain.Length > 253 || !DomainPattern().IsMatch(domain))
        {
            throw ServiceException.BadRequest($"'{domain}' is not a fully qualified domain name");
        }

        DateTimeOffset now = clock.UtcNow;
        await context.AnswerJsonAsync(network.AddDomain(ns, domain, now).ToJson(now));
    }

    [GeneratedRegex(@"\A([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])\z")]
    private static partial Regex DomainPattern();
}
