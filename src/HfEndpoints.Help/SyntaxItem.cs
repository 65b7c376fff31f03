using System.Text.RegularExpressions;

namespace HfEndpoints.Help;

/// <summary>One way to call a cmdlet, as a line under SYNTAX shows it.</summary>
internal sealed partial record SyntaxItem(IReadOnlyList<SyntaxParameter> Parameters)
{
    public static SyntaxItem? Parse(string cmdlet, string text)
    {
        string line = Spaces().Replace(text.Trim(), " ");
        if (line != cmdlet && !line.StartsWith(cmdlet + " ", StringComparison.Ordinal))
        {
            return null;
        }

        var parameters = new List<SyntaxParameter>();
        int at = cmdlet.Length;
        int position = 0;
        foreach (Match match in Parameter().Matches(line, at))
        {
            if (match.Index != at)
            {
                break;
            }

            at += match.Length;
            if (!match.Groups["common"].Success)
            {
                bool positional = match.Groups["positional"].Success;
                bool required = !match.Groups["optional"].Success;
                string? type = match.Groups["type"] is { Success: true } group ? group.Value : null;
                parameters.Add(new SyntaxParameter(match.Groups["name"].Value, type, required, positional ? position++ : null));
            }
        }

        return at == line.Length ? new SyntaxItem(parameters) : null;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("""
        \ (?:(?<optional>\[)(?<positional>\[)-(?<name>\w+)\]\ <(?<type>[^>]+)>\]
        |(?<positional>\[)-(?<name>\w+)\]\ <(?<type>[^>]+)>
        |(?<optional>\[)-(?<name>\w+)(?:\ <(?<type>[^>]+)>)?\]
        |-(?<name>\w+)(?:\ <(?<type>[^>]+)>)?
        |\[<(?<common>CommonParameters)>\])(?=\ |$)
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Parameter();
}

/// <summary>A parameter in a syntax line. A switch has no type; a named parameter has no position.</summary>
internal sealed record SyntaxParameter(string Name, string? Type, bool Required, int? Position);
