namespace HfEndpoints.Emulator;

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
