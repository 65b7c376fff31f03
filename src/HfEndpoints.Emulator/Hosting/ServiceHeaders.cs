namespace HfEndpoints.Emulator;

internal static class RequestId
{
    /// <summary>Gives every answer, a made-up fault too, the id by which the service's support would find it.</summary>
    public static void UseRequestId(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.Headers["x-request-id"] = Guid.NewGuid().ToString();
        return next(context);
    });
}

internal static class ServiceDate
{
    /// <summary>Dates every answer by the service's clock, which may run ahead of the machine's.</summary>
    public static void UseServiceDate(this IApplicationBuilder app)
    {
        EmulatorClock clock = app.ApplicationServices.GetRequiredService<EmulatorClock>();
        app.Use((context, next) =>
        {
            context.Response.Headers.Date = clock.UtcNow.ToString("R", CultureInfo.InvariantCulture);
            return next(context);
        });
    }
}

/// <summary>The address the emulator came to listen on; endpoints' urls are built from it.</summary>
internal sealed class ServiceAddress
{
    public Uri Value { get; set; } = new("http://127.0.0.1/");

    public string EndpointUrl(string owner, string name) =>
        $"{Value.GetLeftPart(UriPartial.Authority)}/serve/{Uri.EscapeDataString(owner)}/{Uri.EscapeDataString(name)}";
}

/// <summary>Random values that are the same in every run with the same seed.</summary>
internal sealed class RandomSource(EmulatorOptions options)
{
    private readonly Lock _lock = new();
    private readonly Random _random = new(options.Seed);

    /// <summary>A fraction in [0, 1) that depends on the seed and the words only, not on what was drawn before.</summary>
    public double Fraction(params ReadOnlySpan<string> words) => (StableHash.Compute(options.Seed, words) >> 11) * (1.0 / (1UL << 53));

    /// <summary>An identifier of the hub's form, 24 hexadecimal digits, that depends on the seed and the words only.</summary>
    public string ObjectId(params ReadOnlySpan<string> words)
    {
        ulong first = StableHash.Compute(options.Seed, words);
        return $"{first:x16}{(uint)(first * 0x9E3779B97F4A7C15UL >> 32):x8}";
    }

    public double NextFraction()
    {
        lock (_lock)
        {
            return _random.NextDouble();
        }
    }

    public ulong NextSeed()
    {
        lock (_lock)
        {
            return (ulong)_random.NextInt64();
        }
    }
}
