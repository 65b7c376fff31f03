namespace HfEndpoints.Emulator;

internal static class DiagnosisRoutes
{
    public static void MapDiagnosis(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v2/endpoint/{ns}/{name}/agent/debug", DebugAsync);

    private static Task DebugAsync(
        HttpContext context, AccountDirectory accounts, EndpointStore store, EndpointService service, string ns, string name)
    {
        accounts.Authorize(context.Request, ns, write: false);
        JsonObject view = store.Use(ns, name, (record, now) =>
        {
            record.AgentMessage = DebuggerAgent.Diagnose(record, now);
            return service.View(record, now);
        });
        return context.AnswerJsonAsync(view);
    }
}
