using System.Management.Automation;
using System.Management.Automation.Language;

namespace HfEndpoints.Commands;

/// <summary>Makes completion results of values: those that match the word, quoted where they need it.</summary>
internal static class CompletionText
{
    public static IEnumerable<CompletionResult> Match(
        string? wordToComplete, IEnumerable<(string Value, string ToolTip)> values)
    {
        // A bracket is taken as it is: an open one alone would be no pattern.
        string word = (wordToComplete ?? "").Trim('\'', '"').Replace("[", "`[", StringComparison.Ordinal);
        var pattern = new WildcardPattern(word + "*", WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        return values
            .Where(item => pattern.IsMatch(item.Value))
            .Select(item => new CompletionResult(
                Quote(item.Value), item.Value, CompletionResultType.ParameterValue, item.ToolTip));
    }

    // What begins with a dash would be taken for a parameter.
    private static string Quote(string value) =>
        value.Length > 0 && value[0] != '-' && value.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or '/')
            ? value
            : $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";
}
