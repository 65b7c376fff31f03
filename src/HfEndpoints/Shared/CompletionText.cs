namespace HfEndpoints.Commands;

/// <summary>Creates completion results from the values that match the word, quoted if necessary.</summary>
internal static class CompletionText
{
    public static IEnumerable<CompletionResult> Match(string? wordToComplete, IEnumerable<(string Value, string ToolTip)> values)
    {
        // A bracket is literal: an unclosed one would not be a valid pattern.
        string word = (wordToComplete ?? "").Trim('\'', '"').Replace("[", "`[", StringComparison.Ordinal);
        var pattern = new WildcardPattern(word + "*", WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        return values
            .Where(item => pattern.IsMatch(item.Value))
            .Select(item => new CompletionResult(Quote(item.Value), item.Value, CompletionResultType.ParameterValue, item.ToolTip));
    }

    // A value that begins with a dash would look like a parameter.
    private static string Quote(string value) =>
        value.Length > 0 && value[0] != '-' && value.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or '/')
            ? value
            : $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";
}
