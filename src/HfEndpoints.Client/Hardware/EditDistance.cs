namespace HfEndpoints.Client;

/// <summary>Measures how similar two words are.</summary>
internal static class EditDistance
{
    /// <summary>The number of letters to insert, remove or replace to turn one into the other. Case is ignored.</summary>
    public static int Between(string one, string other)
    {
        int[] previous = [.. Enumerable.Range(0, other.Length + 1)];
        int[] current = new int[other.Length + 1];
        for (int i = 0; i < one.Length; i++)
        {
            current[0] = i + 1;
            for (int j = 0; j < other.Length; j++)
            {
                int replaced = char.ToLowerInvariant(one[i]) == char.ToLowerInvariant(other[j]) ? 0 : 1;
                current[j + 1] = Math.Min(Math.Min(current[j], previous[j + 1]) + 1, previous[j] + replaced);
            }

            (previous, current) = (current, previous);
        }

        return previous[other.Length];
    }
}

/// <summary>Finds the known word most similar to an unknown one.</summary>
internal static class NearestWord
{
    /// <summary>Finds the most similar word; null if none is similar.</summary>
    public static string? Find(string word, IEnumerable<string> known)
    {
        string? nearest = known.MinBy(other => EditDistance.Between(other, word));
        return nearest is not null && EditDistance.Between(nearest, word) <= Math.Max(2, word.Length / 3) ? nearest : null;
    }
}
