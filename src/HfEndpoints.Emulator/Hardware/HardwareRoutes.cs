namespace HfEndpoints.Emulator;

internal static class HardwareRoutes
{
    public static void MapHardware(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v2/provider", () => Vendors(_ => null));
        RouteGroupBuilder members = routes.MapMembers();
        members.MapGet("/v2/provider/{ns}", (EndpointStore store, string ns) => store.Use((records, _) =>
            Vendors(offer => Quotas.Used(records, ns, offer.Vendor, offer.InstanceType))));
        members.MapGet("/v2/provider/quotas/{ns}", (EndpointStore store, string ns) => store.Use((records, _) => new
        {
            vendors = HardwareTable.Offers.GroupBy(offer => offer.Vendor).Select(vendor => new
            {
                name = vendor.Key,
                quotas = vendor.GroupBy(offer => offer.InstanceType).Select(type => new
                {
                    instanceType = type.Key,
                    architecture = type.First().Architecture,
                    maxAccelerators = type.First().Quota,
                    usedAccelerators = Quotas.Used(records, ns, vendor.Key, type.Key),
                }).ToArray(),
            }).ToArray(),
        }));
    }

    private static object Vendors(Func<ComputeOffer, int?> used) => new
    {
        vendors = HardwareTable.Offers.GroupBy(offer => offer.Vendor).Select(vendor => new
        {
            name = vendor.Key,
            status = "available",
            regions = vendor.GroupBy(offer => offer.Region).Select(region => new
            {
                name = region.Key,
                label = HardwareTable.Label(region.Key),
                status = region.Any(offer => offer.IsDeployable) ? "available" : "not_available",
                computes = region.Select(offer => offer.ToJson(used(offer))).ToArray(),
            }).ToArray(),
        }).ToArray(),
    };
}
