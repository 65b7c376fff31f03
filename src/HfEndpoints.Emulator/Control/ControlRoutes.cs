namespace HfEndpoints.Emulator;

/// <summary>Routes the real service does not have, for tests and demonstrations.</summary>
internal static class ControlRoutes
{
    private const string Prefix = "/_emulator";

    public static bool IsControl(PathString path) =>
        path == ConsoleRoutes.Page || path.StartsWithSegments(Prefix, StringComparison.Ordinal);

    public static void MapControl(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder control = routes.MapGroup(Prefix);
        control.MapPost("/reset", (EndpointStore store, AuditTrail audit, NetworkStore network, RequestLog log, FaultRules faults) =>
        {
            store.Clear();
            audit.Clear();
            network.Clear();
            log.Clear();
            faults.Clear();
            return new { };
        });
        control.MapGet("/requests", (RequestLog log) => log.ToJson());
        control.MapDelete("/requests", (RequestLog log) =>
        {
            log.Clear();
            return new { };
        });
        control.MapPost("/clock/advance", (HttpRequest request, EmulatorClock clock) =>
        {
            string? text = request.Query["seconds"];
            bool isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds);
            Refuse.If(!isNumber || seconds is < 0 or > 1e9, () => ServiceException.BadRequest("'seconds' must be a number of 0 or more"));
            clock.Advance(TimeSpan.FromSeconds(seconds));
            return new { now = EmulatorClock.Format(clock.UtcNow) };
        });
        control.MapGet("/clock", (EmulatorClock clock) => new { now = EmulatorClock.Format(clock.UtcNow) });
        control.MapGet("/bill", Bill);
        control.MapGet("/faults", (FaultRules faults) => faults.ToJson());
        control.MapPut("/faults", async (HttpRequest request, FaultRules faults) =>
        {
            faults.Replace(await ReadAsync(request));
            return faults.ToJson();
        });
        control.MapPut("/endpoints/{ns}/{name}", async (HttpRequest request, ForcedEndpoints forced, string ns, string name) =>
            forced.Put(ns, name, await ReadAsync(request) as JsonObject ?? []));
        control.MapPost("/endpoints", async (HttpRequest request, ForcedEndpoints forced) =>
        {
            IQueryCollection query = request.Query;
            bool isNumber = int.TryParse(query["count"], NumberStyles.None, CultureInfo.InvariantCulture, out int count);
            Refuse.If(!isNumber || count > 100_000, () => ServiceException.BadRequest("'count' must be a number from 0 to 100000"));
            JsonObject body = await ReadAsync(request) as JsonObject ?? [];
            forced.AddMany(count, query.ReadText("namespace"), query.ReadText("state"), query.ReadText("prefix"), body);
            return new { count };
        });
        control.MapPost("/endpoints/{ns}/{name}/logs", async (HttpRequest request, WrittenLogs logs, string ns, string name) =>
            logs.Write(ns, name, await ReadAsync(request)));
    }

    /// <summary>What the endpoints have cost, deleted ones included.</summary>
    public static object Bill(EndpointStore store) => store.UseAll((records, now) =>
    {
        (EndpointRecord Record, double Usd)[] costs =
            [.. records.Select(record => (record, record.Life.Runs.Sum(run => run.Billed(now).TotalHours * run.PricePerHour)))];
        return new
        {
            endpoints = costs.Select(cost => new
            {
                @namespace = cost.Record.Namespace,
                name = cost.Record.Name,
                billedSeconds = cost.Record.Life.Runs.Sum(run => run.Billed(now).TotalSeconds),
                usd = Math.Round(cost.Usd, 6),
            }).ToArray(),
            totalUsd = Math.Round(costs.Sum(cost => cost.Usd), 6),
        };
    });

    private static async Task<JsonNode?> ReadAsync(HttpRequest request)
    {
        byte[] body = await request.ReadBodyAsync();
        try
        {
            return body.Length == 0 ? null : JsonNode.Parse(body);
        }
        catch (JsonException exception)
        {
            throw ServiceException.BadRequest($"the body is not valid JSON: {exception.Message}");
        }
    }
}
