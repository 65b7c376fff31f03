using System.Text;
using Markdig.Syntax;

namespace HfEndpoints.Help;

/// <summary>
/// Writes an about topic. Get-Help reads the topic's synopsis from the fifth line of the file, so the beginning is fixed.
/// </summary>
internal static class AboutWriter
{
    private const int Width = 80;
    private const int Margin = 4;

    public static string Write(string name, PageOutline page)
    {
        var text = new StringBuilder($"TOPIC\n    {name}\n");
        if (page.Title.Find("SHORT DESCRIPTION") is null)
        {
            throw page.Error(page.Title.Line, "The page has no '## SHORT DESCRIPTION'.");
        }

        WriteSection(text, page.Title.Blocks);
        foreach (PageSection section in page.Title.Sections)
        {
            text.Append('\n').Append(section.Title.ToUpperInvariant()).Append('\n');
            WriteSection(text, section.Blocks);
            foreach (PageSection part in section.Sections)
            {
                text.Append("\n  ").Append(part.Title).Append('\n');
                WriteSection(text, part.Blocks);
            }
        }

        return text.ToString();
    }

    private static void WriteSection(StringBuilder text, IEnumerable<Block> blocks)
    {
        IEnumerable<string> paragraphs = PlainText.Paragraphs(blocks, Width - Margin)
            .Select(paragraph => PlainText.Indent(paragraph, Margin, new string(' ', Margin)) + "\n");
        text.AppendJoin('\n', paragraphs);
    }
}
