using System.Text;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace HfEndpoints.Help;

/// <summary>Markdown as the plain text that help shows.</summary>
internal static class PlainText
{
    /// <summary>No wrapping: Get-Help itself wraps what it reads from MAML.</summary>
    public const int Unwrapped = int.MaxValue;

    /// <summary>One string per paragraph, list, table or code block.</summary>
    public static IReadOnlyList<string> Paragraphs(IEnumerable<Block> blocks, int width = Unwrapped) =>
        [.. blocks.Select(block => Render(block, width)).Where(text => text.Length > 0)];

    public static string Code(LeafBlock block) => block.Lines.ToString().TrimEnd();

    public static string Inline(ContainerInline? inlines)
    {
        var text = new StringBuilder();
        foreach (Inline inline in inlines ?? Enumerable.Empty<Inline>())
        {
            text.Append(inline switch
            {
                LiteralInline literal => literal.Content.ToString(),
                CodeInline code => code.Content,
                LineBreakInline lineBreak => lineBreak.IsHard ? "\n" : " ",
                AutolinkInline link => link.Url,
                HtmlInline html => html.Tag,
                HtmlEntityInline entity => entity.Transcoded.ToString(),
                LinkInline link => Link(link),
                ContainerInline container => Inline(container),
                _ => "",
            });
        }

        return text.ToString();
    }

    public static string Indent(string text, int columns, string? first = null)
    {
        string margin = new(' ', columns);
        IEnumerable<string> lines = text.Split('\n')
            .Select((line, i) => i == 0 && first is not null ? first + line : line.Length == 0 ? line : margin + line);
        return string.Join('\n', lines);
    }

    private static string Link(LinkInline link)
    {
        string text = Inline((ContainerInline)link);
        return IsAddress(link.Url) && link.Url != text ? $"{text} ({link.Url})" : text;
    }

    /// <summary>Whether a link leads out of the docs, so that its target must be shown.</summary>
    public static bool IsAddress(string? url) => Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && uri.Scheme != Uri.UriSchemeFile;

    private static string Render(Block block, int width) => block switch
    {
        // Get-Help indents a whole text itself, and removes leading spaces from a paragraph.
        CodeBlock code => width == Unwrapped ? Code(code) : Indent(Code(code), 4, "    "),
        ListBlock list => string.Join('\n', list.Cast<ListItemBlock>().Select((item, i) => Item(list, item, i, width))),
        Table table => Columns(table),
        HtmlBlock => "",
        LeafBlock leaf => Wrap(Inline(leaf.Inline), width),
        ContainerBlock container => string.Join("\n\n", Paragraphs(container, width)),
        _ => "",
    };

    private static string Item(ListBlock list, ListItemBlock item, int index, int width)
    {
        string mark = list.IsOrdered ? $"{index + 1}. " : "- ";
        string between = list.IsLoose ? "\n\n" : "\n";
        int left = width == Unwrapped ? width : width - mark.Length;
        return Indent(string.Join(between, Paragraphs(item, left)), mark.Length, mark);
    }

    private static string Columns(Table table)
    {
        string[][] rows = [.. table.Cast<TableRow>().Select(row =>
            row.Select(cell => string.Join(' ', Paragraphs((TableCell)cell))).ToArray())];
        int[] widths = [.. Enumerable.Range(0, rows.Max(row => row.Length))
            .Select(i => rows.Max(row => row.ElementAtOrDefault(i)?.Length ?? 0))];
        return string.Join('\n', rows.Select(row => string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd()));
    }

    private static string Wrap(string text, int width)
    {
        if (width == Unwrapped)
        {
            return text;
        }

        var lines = new List<string>();
        foreach (string paragraph in text.Split('\n'))
        {
            string line = "";
            foreach (string word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (line.Length > 0 && line.Length + 1 + word.Length > width)
                {
                    lines.Add(line);
                    line = "";
                }

                line = line.Length == 0 ? word : $"{line} {word}";
            }

            lines.Add(line);
        }

        return string.Join('\n', lines);
    }
}
