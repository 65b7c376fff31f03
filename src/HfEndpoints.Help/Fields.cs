using Markdig.Syntax;

namespace HfEndpoints.Help;

/// <summary>The 'Key: value' lines of a yaml block, the only yaml in help pages.</summary>
internal sealed class Fields
{
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly string _path;

    private Fields(string path, int line)
    {
        _path = path;
        Line = line;
    }

    public static Fields Empty { get; } = new("", 1);

    public int Line { get; }

    public string? this[string key] => _values.GetValueOrDefault(key);

    public static Fields Read(string path, LeafBlock block)
    {
        var fields = new Fields(path, block.Line + 1);
        for (int i = 0; i < block.Lines.Count; i++)
        {
            string text = block.Lines.Lines[i].Slice.ToString();
            if (text.AsSpan().Trim() is "" or "---")
            {
                continue;
            }

            int line = block.Lines.Lines[i].Line + 1;
            int colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || char.IsWhiteSpace(text[0]))
            {
                throw new PageException(path, line, $"'{text.Trim()}' is not a 'Key: value' line.");
            }

            if (!fields._values.TryAdd(text[..colon].Trim(), text[(colon + 1)..].Trim()))
            {
                throw new PageException(path, line, $"'{text[..colon].Trim()}' is set twice.");
            }
        }

        return fields;
    }

    public string Require(string key) =>
        this[key] is { Length: > 0 } value ? value : throw new PageException(_path, Line, $"The yaml block has no '{key}'.");

    public bool RequireBoolean(string key) => Require(key) switch
    {
        "True" => true,
        "False" => false,
        string other => throw new PageException(_path, Line, $"'{key}' is '{other}'. Use True or False."),
    };

    public IReadOnlyList<string> List(string key) =>
        (this[key] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
