namespace HfEndpoints.Emulator.Engines;

internal static class ServingRoutes
{
    public static void MapServing(this IEndpointRouteBuilder routes)
    {
        routes.Map("/serve/{ns}/{name}", (HttpContext context, ServingServices services, string ns, string name) =>
            Gateway.HandleAsync(context, services, ns, name, null));
        routes.Map("/serve/{ns}/{name}/{**path}", Gateway.HandleAsync);
    }
}
