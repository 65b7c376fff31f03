using System.Text;

namespace HfEndpoints.Emulator;

/// <summary>Random values that are the same in every run with the same seed.</summary>
internal sealed class RandomSource(EmulatorOptions options)
{
    private readonly Lock _lock = new();
    private readonly Random _random = new(options.Seed);

    /// <summary>A fraction in [0, 1) that depends on the seed and the words only, not on what was drawn before.</summary>
    public double Fraction(params ReadOnlySpan<string> words) => (Hash(options.Seed, words) >> 11) * (1.0 / (1UL << 53));

    /// <summary>An identifier of the hub's form, 24 hexadecimal digits, that depends on the seed and the words only.</summary>
    public string ObjectId(params ReadOnlySpan<string> words)
    {
        ulong first = Hash(options.Seed, words);
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

    /// <summary>FNV-1a with a final mix: stable between processes, which string.GetHashCode is not.</summary>
    public static ulong Hash(long seed, params ReadOnlySpan<string> words)
    {
        ulong hash = 14695981039346656037UL ^ (ulong)seed;
        foreach (string word in words)
        {
            foreach (byte value in Encoding.UTF8.GetBytes(word))
            {
                hash = (hash ^ value) * 1099511628211UL;
            }

            hash = (hash ^ 0xFF) * 1099511628211UL;
        }

        hash ^= hash >> 33;
        hash *= 0xFF51AFD7ED558CCDUL;
        return hash ^ (hash >> 33);
    }
}
