using Markdig;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;

namespace HfEndpoints.Help;

/// <summary>A page as front matter and nested sections, with the line of each.</summary>
internal sealed class PageOutline
{
    private static readonly MarkdownPipeline s_pipeline = new MarkdownPipelineBuilder().UseYamlFrontMatter().UsePipeTables().Build();

    private PageOutline(string path, string[] lines)
    {
        Path = path;
        Lines = lines;
        Root = new PageSection(null, 0, "", 1);
        FrontMatter = Fields.Empty;
        PageSection current = Root;
        foreach (Block block in Markdown.Parse(string.Join('\n', lines), s_pipeline))
        {
            if (block is YamlFrontMatterBlock yaml)
            {
                FrontMatter = Fields.Read(path, yaml);
            }
            else if (block is HeadingBlock { Level: <= 3 } heading)
            {
                current = Open(current, heading);
            }
            else
            {
                current.Blocks.Add(block);
            }
        }

        Close(current, 0, lines.Length + 1);
    }

    public string Path { get; }

    public string[] Lines { get; }

    public Fields FrontMatter { get; }

    public PageSection Root { get; }

    /// <summary>The page's only first-level heading, which names what the page is about.</summary>
    public PageSection Title => Root.Sections.Count > 0 && Root.Sections[0].Level == 1
        ? Root.Sections[0]
        : throw new PageException(Path, 1, "The page has no '# title'.");

    public static PageOutline Read(string path) => new(path, File.ReadAllLines(path));

    public PageException Error(int line, string message) => new(Path, line, message);

    private static PageSection Open(PageSection current, HeadingBlock heading)
    {
        int line = heading.Line + 1;
        PageSection parent = Close(current, heading.Level, line);
        var section = new PageSection(parent, heading.Level, PlainText.Inline(heading.Inline), line);
        parent.Sections.Add(section);
        return section;
    }

    // Ends every section that a heading of this level ends, and returns the one it stands in.
    private static PageSection Close(PageSection section, int level, int end)
    {
        while (section.Level >= level && section.Parent is not null)
        {
            section.End = end;
            section = section.Parent;
        }

        return section;
    }
}
