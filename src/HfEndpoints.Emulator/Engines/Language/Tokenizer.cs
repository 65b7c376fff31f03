using System.Text.RegularExpressions;

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
