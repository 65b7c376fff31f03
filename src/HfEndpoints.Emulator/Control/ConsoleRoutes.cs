namespace HfEndpoints.Emulator;

/// <summary>The page at the root, which shows in a browser what the emulator has and does.</summary>
internal static class ConsoleRoutes
{
    public const string Page = "/";
    private const int ShownRequests = 30;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);
    private static readonly byte[] s_page = EmbeddedFile.Read("console.html");

    public static void MapConsole(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Page, context =>
        {
            // All that it needs is in it.
            context.Response.Headers.ContentSecurityPolicy =
                "default-src 'none'; connect-src 'self'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
                + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
            return HttpAnswers.AnswerBytesAsync(context, s_page, "text/html; charset=utf-8");
        });
        routes.MapGet("/_emulator/live", FollowAsync);
    }

    private static async Task FollowAsync(
        HttpContext context, EndpointStore store, RequestLog log, FaultRules faults, EmulatorClock clock, EmulatorOptions options)
    {
        ServerSentEvents events = ServerSentEvents.Begin(context);
        using var timer = new PeriodicTimer(s_pause);
        do
        {
            await events.SendAsync(new
            {
                now = EmulatorClock.Format(clock.UtcNow),
                speed = options.Speed,
                endpoints = store.Use((records, now) => records.Select(record => Describe(record, now)).ToArray()),
                bill = ControlRoutes.Bill(store),
                requests = log.Last(ShownRequests),
                faults = faults.ToJson(),
            });
        }
        while (await timer.WaitForNextTickAsync(context.RequestAborted));
    }

    private static object Describe(EndpointRecord record, DateTimeOffset now) => new
    {
        @namespace = record.Namespace,
        name = record.Spec.Name,
        repository = record.Spec.Repository,
        state = record.Life.State,
        message = record.Life.ErrorMessage ?? record.Life.Message,
        ready = record.Life.ReadyReplica(now),
        target = record.Life.TargetReplica,
    };
}
