namespace HfEndpoints.Client;

/// <summary>
/// Reads a file of environment variables (dotenv): NAME=value in each line, comments after '#', an optional 'export', and values in
/// single or double quotes, which may contain line ends. Nothing is expanded. The last of two equal names counts.
/// </summary>
internal static partial class EnvFile
{
    /// <summary>Reads the text of a file. An error names the line, never its content, which may be a secret.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The file's path, for messages.</param>
    /// <exception cref="HfException"><see cref="HfErrorKind.InvalidFile"/>: a line is not valid.</exception>
    public static IReadOnlyDictionary<string, string> Parse(string text, string file)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        text = text.ReplaceLineEndings("\n").TrimStart('\uFEFF');
        int line = 1;
        for (int start = 0; start < text.Length;)
        {
            Match match = Entry().Match(text, start);
            if (!match.Success)
            {
                throw new FileProblems(file).At(line, "this must be NAME=value, a comment that begins with '#', or empty.");
            }

            if (match.Groups["name"] is { Success: true } name)
            {
                values[name.Value] = ValueOf(match);
            }

            line += match.ValueSpan.Count('\n');
            start += match.Length;
        }

        return values;
    }

    private static string ValueOf(Match match) =>
        match.Groups["literal"] is { Success: true } literal ? literal.Value
        : match.Groups["quoted"] is { Success: true } quoted ? Escape().Replace(quoted.Value, Unescape)
        : match.Groups["bare"].Value.TrimEnd();

    private static string Unescape(Match escape) => escape.Value[1] switch
    {
        'n' => "\n",
        'r' => "\r",
        't' => "\t",
        '"' or '\\' or '$' => escape.Value[1..],
        _ => escape.Value,
    };

    // A '#' begins a comment after a blank only, because it occurs in values.
    [GeneratedRegex(
        """
        \G [ \t]* (?: (?: export [ \t]+ )? (?<name> [A-Za-z_][A-Za-z0-9_.-]* ) [ \t]* = [ \t]*
            (?: '(?<literal> [^']* )' | "(?<quoted> (?: [^"\\] | \\. )* )" | (?<bare> (?! ['"] ) (?: [^\n#] | (?<! [ \t] ) \# )* ) )
        )? [ \t]* (?: \# [^\n]* )? (?: \n | \z )
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Entry();

    [GeneratedRegex(@"\\.", RegexOptions.Singleline)]
    private static partial Regex Escape();
}
