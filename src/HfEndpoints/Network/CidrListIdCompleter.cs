using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace HfEndpoints.Commands;

/// <summary>Completes the ids of address lists of the namespace already typed.</summary>
public sealed class CidrListIdCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        CompletionText.Match(wordToComplete, CidrListNameCompleter.Ask(fakeBoundParameters).Select(list => (
            list.Id ?? "", $"{list.Name}: {string.Join(", ", list.Ranges)}")));
}
