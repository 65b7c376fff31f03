using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace HfEndpoints.Completion;

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
}
