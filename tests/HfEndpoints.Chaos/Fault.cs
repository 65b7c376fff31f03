using System.Text.Json.Nodes;

namespace HfEndpoints.Chaos;

/// <summary>A kind of fault that the emulator causes.</summary>
/// <param name="Name">What goes wrong.</param>
/// <param name="Promise">What the module promises.</param>
/// <param name="IsRepaired">Whether the module sends a request again that may be repeated.</param>
/// <param name="Kinds">The errors that may follow; none if it does no harm.</param>
/// <param name="Rule">Makes the emulator's rule.</param>
internal sealed record Fault(string Name, string Promise, bool IsRepaired, string[] Kinds, Func<Random, JsonObject> Rule)
{
    private const string Retried = "sent again if that is safe, else one error";
    private const string Reported = "one error, nothing sent again unseen";
    private const string Harmless = "nothing is noticed";
    private const string LookedUp = "looked up or repeated, never done twice";

    private static readonly string[] s_unavailable = ["ServiceUnavailable", "RequestTimeout", "EndpointNotRunning", "GenerationFailed"];
    private static readonly string[] s_broken = ["ConnectionFailed", "StreamInterrupted"];
    private static readonly string[] s_unreadable = ["InvalidResponse", "StreamInterrupted"];
    private static readonly string[] s_refused = ["Unauthorized", "Forbidden"];

    public static IReadOnlyList<Fault> All { get; } =
    [
        new("500, 502, 503 or 504", Retried, true, s_unavailable, random => Status(random, 500, 502, 503, 504)),
        new("429 with Retry-After", Retried, true, ["RateLimited"], random => new JsonObject
        {
            ["status"] = 429,
            ["headers"] = new JsonObject { ["Retry-After"] = "0" },
        }),
        new("408", Retried, true, ["RequestTimeout"], random => Status(random, 408)),
        new("401 or 403", Reported, false, s_refused, random => Status(random, 401, 403)),
        new("delay", Harmless, false, [], random => new JsonObject { ["delayMs"] = random.Next(10, 300) }),
        new("cut before the request is carried out", Retried, true, s_broken, _ => Drop("before")),
        new("cut after it is carried out", LookedUp, true, s_broken, _ => Drop("after")),
        new("cut in the middle of the answer", LookedUp, true, s_broken, _ => Drop("middle")),
        new("500 after it is carried out", LookedUp, true, s_unavailable, _ => new JsonObject { ["drop"] = "after", ["status"] = 500 }),
        new("HTML page instead", Reported, false, s_unreadable, _ => new JsonObject { ["garbage"] = true }),
        new("half a JSON document instead", Reported, false, s_unreadable, _ => new JsonObject { ["garbage"] = "json" }),
        new("half a JSON document after it is carried out", LookedUp, false, s_unreadable, _ => new JsonObject
        {
            ["drop"] = "after",
            ["garbage"] = "json",
        }),
        new("bytes that are not text", Reported, false, s_unreadable, random => Bytes(random)),
        new("pieces of a few bytes", Harmless, false, [], random => new JsonObject { ["chunkBytes"] = random.Next(1, 8) }),
        new("shorter than announced", LookedUp, true, s_broken, _ => new JsonObject
        {
            ["headers"] = new JsonObject { ["Content-Length"] = "1000000" },
        }),
    ];

    private static JsonObject Status(Random random, params int[] statuses) =>
        new() { ["status"] = statuses[random.Next(statuses.Length)] };

    private static JsonObject Drop(string when) => new() { ["drop"] = when };

    private static JsonObject Bytes(Random random)
    {
        byte[] bytes = new byte[random.Next(1, 100)];
        random.NextBytes(bytes);
        bytes[0] = 0xFE;
        return new JsonObject { ["rawBody"] = Convert.ToBase64String(bytes) };
    }
}

/// <summary>When a fault strikes during an operation.</summary>
/// <param name="Fault">The fault; null for none.</param>
/// <param name="Rule">The emulator's rule.</param>
internal sealed record Strike(Fault? Fault, JsonObject? Rule)
{
    private const double PerRequest = 0.1;

    /// <summary>Mostly each request fails with a probability of 10 %, sometimes several in a row, sometimes none.</summary>
    public static Strike Draw(Random random)
    {
        Fault fault = Fault.All[random.Next(Fault.All.Count)];
        JsonObject rule = fault.Rule(random);
        switch (random.Next(20))
        {
            case 0:
                rule["times"] = random.Next(1, 5);
                break;
            case < 4:
                return new Strike(null, null);
            default:
                rule["probability"] = PerRequest;
                break;
        }

        return new Strike(fault, rule);
    }
}
