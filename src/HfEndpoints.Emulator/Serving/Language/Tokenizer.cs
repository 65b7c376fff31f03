using System.Text.RegularExpressions;
using HfEndpoints.Emulator.Hosting;

namespace HfEndpoints.Emulator.Serving.Language;

/// <summary>Cuts text into words with the blank before them, so that the tokens put together are the text again.</summary>
internal static partial class Tokenizer
{
    private const int VocabularySize = 50_000;
    private const int FirstId = 10;

    public static IReadOnlyList<string> Split(string text) => [.. TokenPattern().Matches(text).Select(match => match.Value)];

    /// <summary>A token's number: the same in every process, not always different for different tokens.</summary>
    public static int Id(string token) => FirstId + (int)(RandomSource.Hash(0, token) % VocabularySize);

    [GeneratedRegex(@" ?[\p{L}\p{N}_'’]+| ?[^\s\p{L}\p{N}_'’]|\s")]
    private static partial Regex TokenPattern();
}
