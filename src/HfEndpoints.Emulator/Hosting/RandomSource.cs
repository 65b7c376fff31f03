namespace HfEndpoints.Emulator;

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
