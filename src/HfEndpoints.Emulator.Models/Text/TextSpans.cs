namespace HfEndpoints.Emulator.Models;

/// <summary>A piece of a text and where it is; the end is outside. Places count characters as Python does, not UTF-16 units.</summary>
internal sealed record TextSpan(string Text, int Start, int End);

/// <summary>Cuts a text into words, or into sentences, that know where they were.</summary>
internal static partial class TextSpans
{
    public static IReadOnlyList<TextSpan> Words(string text) => Spans(text, WordPattern());
    public static IReadOnlyList<TextSpan> Sentences(string text) => Spans(text, SentencePattern());

    public static TextSpan Join(string text, TextSpan first, TextSpan last)
    {
        int start = ToUnits(text, first.Start);
        return new TextSpan(text[start..ToUnits(text, last.End)], first.Start, last.End);
    }

    public static string Limit(string text, int? tokens) => tokens is int most ? string.Concat(Tokenizer.Split(text).Take(most)) : text;

    private static TextSpan[] Spans(string text, Regex pattern)
    {
        int units = 0;
        int characters = 0;
        return [.. pattern.Matches(text).Select(match =>
        {
            characters += Count(text.AsSpan(units, match.Index - units));
            int start = characters;
            characters += Count(match.ValueSpan);
            units = match.Index + match.Length;
            return new TextSpan(match.Value, start, characters);
        })];
    }

    private static int Count(ReadOnlySpan<char> text)
    {
        int count = 0;
        foreach (char unit in text)
        {
            count += char.IsLowSurrogate(unit) ? 0 : 1;
        }

        return count;
    }

    private static int ToUnits(string text, int characters)
    {
        int unit = 0;
        for (int seen = 0; seen < characters; seen++)
        {
            unit += char.IsHighSurrogate(text[unit]) && unit + 1 < text.Length ? 2 : 1;
        }

        return unit;
    }

    [GeneratedRegex(@"[\p{L}\p{N}]+(?:['’.,-](?=[\p{L}\p{N}])[\p{L}\p{N}]+)*")]
    private static partial Regex WordPattern();

    // A sentence ends with its mark when a blank follows, so that "3.5" is whole.
    [GeneratedRegex(@"\S(?:[^.!?\n]|[.!?]+(?=[^\s.!?""')]))*(?:[.!?]+[""')]*)?")]
    private static partial Regex SentencePattern();
}
