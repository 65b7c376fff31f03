namespace HfEndpoints.Emulator;

internal static class HardwareRoutes
{
    public static void MapHardware(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v2/provider", (HttpContext context) => context.AnswerJsonAsync(Vendors(_ => null)));
        routes.MapGet("/v2/provider/{ns}", ForNamespaceAsync);
        routes.MapGet("/v2/provider/quotas/{ns}", QuotasAsync);
    }

    private static Task ForNamespaceAsync(HttpContext context, AccountDirectory accounts, EndpointStore store, string ns)
    {
        accounts.Authorize(context.Request, ns, write: false);
        return context.AnswerJsonAsync(store.Use((records, _) =>
            Vendors(offer => Quotas.Used(records, ns, offer.Vendor, offer.InstanceType))));
    }

    private static Task QuotasAsync(HttpContext context, AccountDirectory accounts, EndpointStore store, string ns)
    {
        accounts.Authorize(context.Request, ns, write: false);
        return context.AnswerJsonAsync(store.Use((records, _) => new JsonObject
        {
            ["vendors"] = new JsonArray([.. HardwareTable.Offers.GroupBy(offer => offer.Vendor).Select(vendor => new JsonObject
            {
                ["name"] = vendor.Key,
                ["quotas"] = new JsonArray([.. vendor.GroupBy(offer => offer.InstanceType).Select(type => new JsonObject
                {
                    ["instanceType"] = type.Key,
                    ["architecture"] = type.First().Architecture,
                    ["maxAccelerators"] = type.First().Quota,
                    ["usedAccelerators"] = Quotas.Used(records, ns, vendor.Key, type.Key),
                })]),
            })]),
        }));
    }

    private static JsonObject Vendors(Func<ComputeOffer, int?> used) => new()
    {
        ["vendors"] = new JsonArray([.. HardwareTable.Offers.GroupBy(offer => offer.Vendor).Select(vendor => new JsonObject
        {
            ["name"] = vendor.Key,
            ["status"] = "available",
            ["regions"] = new JsonArray([.. vendor.GroupBy(offer => offer.Region).Select(region => new JsonObject
            {
                ["name"] = region.Key,
                ["label"] = HardwareTable.Label(region.Key),
                ["status"] = region.Any(offer => offer.IsDeployable) ? "available" : "not_available",
                ["computes"] = new JsonArray([.. region.Select(offer => offer.ToJson(used(offer)))]),
            })]),
        })]),
    };
}
