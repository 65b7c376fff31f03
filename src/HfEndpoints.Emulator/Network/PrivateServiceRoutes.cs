namespace HfEndpoints.Emulator;

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
            if (!Existing(records, network, ns, now).Any(service => service.Id == id && network.ServiceDeletedAt(id) is null))
            {
                throw ServiceException.NotFound($"private service '{id}' not found");
            }

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
