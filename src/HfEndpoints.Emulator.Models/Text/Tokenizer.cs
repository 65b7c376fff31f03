namespace HfEndpoints.Emulator.Models;

/// <summary>Cuts text into words with the blank before them, so that the tokens put together are the text again.</summary>
internal static partial class Tokenizer
{
    public static IReadOnlyList<string> Split(string text) => [.. TokenPattern().Matches(text).Select(match => match.Value)];

    /// <summary>A token's number, from which <see cref="Join"/> finds the token again.</summary>
    public static int Id(string token) => Vocabulary.Id(token);

    /// <summary>The text that tokens with these numbers make.</summary>
    public static string Join(IEnumerable<int> ids) => string.Concat(ids.Select(Vocabulary.Text));

    [GeneratedRegex(@" ?[\p{L}\p{N}_'’]+| ?[^\s\p{L}\p{N}_'’]|\s")]
    private static partial Regex TokenPattern();
}

/// <summary>
/// The numbers of tokens. A token's number follows from its hash; one that another token has already taken goes to the next free
/// one, so that a number always leads back to the token it was given for.
/// </summary>
internal static class Vocabulary
{
    public const int Size = 50_000;
    private const int FirstId = 1000;
    private static readonly Lock s_lock = new();
    private static readonly Dictionary<int, string> s_tokens = [];

    public static int Id(string token)
    {
        int start = (int)(StableHash.Compute(0, token) % (Size - FirstId));
        lock (s_lock)
        {
            for (int step = 0; s_tokens.Count < Size - FirstId; step++)
            {
                int id = FirstId + ((start + step) % (Size - FirstId));
                if (s_tokens.TryAdd(id, token) || s_tokens[id] == token)
                {
                    return id;
                }
            }
        }

        return FirstId + start;
    }

    /// <summary>
    /// The token with a number; a number that was never given stands for a made-up word, as any number means something to a real
    /// one.
    /// </summary>
    public static string Text(int id)
    {
        lock (s_lock)
        {
            return s_tokens.GetValueOrDefault(id) ?? $" t{id}";
        }
    }
}
