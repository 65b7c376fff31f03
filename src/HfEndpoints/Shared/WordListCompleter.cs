using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace HfEndpoints.Commands;

/// <summary>Offers words that the service is known to use. Others are allowed: the service may learn new ones.</summary>
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

    /// <summary>
    /// A word as the service spells it, for to PowerShell the case of letters makes no difference; one that is not known
    /// stays as it is.
    /// </summary>
    internal static string? Spell<TWords>(string? word)
        where TWords : WordListCompleter, new() => new TWords().Words
            .Select(known => known.Value)
            .FirstOrDefault(known => string.Equals(known, word, StringComparison.OrdinalIgnoreCase)) ?? word;
}
