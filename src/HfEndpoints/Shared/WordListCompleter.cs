namespace HfEndpoints.Commands;

/// <summary>Completes the known words of the service. Others are allowed, because the service may add new ones.</summary>
public abstract class WordListCompleter : IArgumentCompleter
{
    private protected abstract IEnumerable<(string Value, string ToolTip)> Words { get; }

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) => CompletionText.Match(wordToComplete, Words);

    /// <summary>The warning for a filter that is not a known word and so may match nothing; null if it is known.</summary>
    internal static string? DoubtAbout<TWords>(string? word, string kind)
        where TWords : WordListCompleter, new()
    {
        string[] known = [.. new TWords().Words.Select(one => one.Value)];
        if (word is null || known.Contains(word, StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }

        string hint = NearestWord.Find(word, known) is { } nearest
            ? $"Did you mean '{nearest}'?"
            : $"The known ones are {string.Join(", ", known)}.";
        return $"'{word}' is not a known {kind}, so it may match nothing. {hint}";
    }

    /// <summary>A word as the service spells it, because PowerShell is case-insensitive. An unknown word is returned as it is.</summary>
    internal static string? Spell<TWords>(string? word)
        where TWords : WordListCompleter, new() => Known<TWords>(word) ?? word;

    /// <summary>A known word as the service spells it; null for an unknown one.</summary>
    internal static string? Known<TWords>(string? word)
        where TWords : WordListCompleter, new() => new TWords().Words
            .Select(known => known.Value)
            .FirstOrDefault(known => string.Equals(known, word, StringComparison.OrdinalIgnoreCase));
}
