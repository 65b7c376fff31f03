namespace HfEndpoints.Client;

/// <summary>Tells how alike two words are.</summary>
internal static class EditDistance
{
    /// <summary>How many letters must be put in, taken out or replaced to make one of the other; case does not count.</summary>
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
