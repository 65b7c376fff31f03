namespace HfEndpoints.Emulator.Models;

/// <summary>A hash that is the same in every process, which that of a string is not.</summary>
public static class StableHash
{
    /// <summary>The hash of words, in their order; FNV-1a with a final mix.</summary>
    /// <param name="seed">Other seeds give other hashes.</param>
    /// <param name="words">The words.</param>
    public static ulong Compute(long seed, params ReadOnlySpan<string> words)
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
