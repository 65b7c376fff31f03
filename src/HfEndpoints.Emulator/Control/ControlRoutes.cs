namespace HfEndpoints.Emulator;

/// <summary>Routes the real service does not have, for tests and demonstrations.</summary>
internal static class ControlRoutes
{
    private const string Prefix = "/_emulator";
    public static bool IsControl(PathString path) => path.StartsWithSegments(Prefix, StringComparison.Ordinal);

    public static void MapControl(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder control = routes.MapGroup(Prefix);
        control.MapPost("/reset", (
            HttpContext context, EndpointStore store, AuditTrail audit, NetworkStore network, RequestLog log, FaultRules faults) =>
        {
            store.Clear();
            audit.Clear();
            network.Clear();
            log.Clear();
            faults.Clear();
            return context.AnswerJsonAsync(new JsonObject());
        });
        control.MapGet("/requests", (HttpContext context, RequestLog log) => context.AnswerJsonAsync(log.ToJson()));
        control.MapDelete("/requests", (HttpContext context, RequestLog log) =>
        {
            log.Clear();
            return context.AnswerJsonAsync(new JsonObject());
        });
        control.MapPost("/clock/advance", AdvanceAsync);
        control.MapGet("/clock", (HttpContext context, EmulatorClock clock) =>
            context.AnswerJsonAsync(new JsonObject { ["now"] = EmulatorClock.Format(clock.UtcNow) }));
        control.MapGet("/bill", (HttpContext context, EndpointStore store) => context.AnswerJsonAsync(Bill.Sum(store)));
        control.MapGet("/faults", (HttpContext context, FaultRules faults) => context.AnswerJsonAsync(faults.ToJson()));
        control.MapPut("/faults", async (HttpContext context, FaultRules faults) =>
        {
            faults.Replace(await ReadAsync(context));
            await context.AnswerJsonAsync(faults.ToJson());
        });
        control.MapPut("/endpoints/{ns}/{name}", async (HttpContext context, ForcedEndpoints forced, string ns, string name) =>
        {
            JsonObject body = await ReadAsync(context) as JsonObject ?? [];
            await context.AnswerJsonAsync(forced.Put(ns, name, body));
        });
        control.MapPost("/endpoints", AddManyAsync);
        control.MapPost("/endpoints/{ns}/{name}/logs", async (HttpContext context, WrittenLogs logs, string ns, string name) =>
        {
            JsonObject body = await ReadAsync(context) as JsonObject ?? [];
            await context.AnswerJsonAsync(logs.Write(ns, name, body));
        });
    }

    private static Task AdvanceAsync(HttpContext context, EmulatorClock clock)
    {
        if (!double.TryParse(
            context.Request.Query["seconds"],
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out double seconds) || seconds is < 0 or > 1e9)
        {
            throw ServiceException.BadRequest("'seconds' must be a number of 0 or more");
        }

        clock.Advance(TimeSpan.FromSeconds(seconds));
        return context.AnswerJsonAsync(new JsonObject { ["now"] = EmulatorClock.Format(clock.UtcNow) });
    }

    private static async Task AddManyAsync(HttpContext context, ForcedEndpoints forced)
    {
        IQueryCollection query = context.Request.Query;
        if (!int.TryParse(query["count"], NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count > 100_000)
        {
            throw ServiceException.BadRequest("'count' must be a number from 0 to 100000");
        }

        JsonObject body = await ReadAsync(context) as JsonObject ?? [];
        await context.AnswerJsonAsync(forced.AddMany(count, query["namespace"], query["state"], query["prefix"], body));
    }

    private static async Task<JsonNode?> ReadAsync(HttpContext context)
    {
        byte[] body = await context.Request.ReadBodyAsync();
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

/// <summary>What the endpoints have cost, deleted ones included.</summary>
internal static class Bill
{
    public static JsonObject Sum(EndpointStore store) => store.UseAll((records, now) =>
    {
        double total = 0;
        var items = new JsonArray();
        foreach (EndpointRecord record in records)
        {
            double seconds = record.Life.Runs.Sum(run => run.Billed(now).TotalSeconds);
            double usd = record.Life.Runs.Sum(run => Price(run, now));
            total += usd;
            items.Add(new JsonObject
            {
                ["namespace"] = record.Namespace,
                ["name"] = record.Name,
                ["billedSeconds"] = seconds,
                ["usd"] = Math.Round(usd, 6),
            });
        }

        return new JsonObject { ["endpoints"] = items, ["totalUsd"] = Math.Round(total, 6) };
    });

    private static double Price(ReplicaRun run, DateTimeOffset now) => run.Billed(now).TotalHours * run.PricePerHour;
}
