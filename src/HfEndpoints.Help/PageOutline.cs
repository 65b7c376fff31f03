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

    /// <summary>The page's only first-level heading: the name of its subject.</summary>
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

    // Closes every section that a heading of this level ends, and returns its parent.
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

/// <summary>A heading, the blocks directly under it, and the deeper headings. Lines count from 1; End is the line after the last.</summary>
internal sealed class PageSection(PageSection? parent, int level, string title, int line)
{
    public PageSection? Parent => parent;

    public int Level => level;

    public string Title => title;

    public int Line => line;

    public int End { get; set; }

    public List<Block> Blocks { get; } = [];

    public List<PageSection> Sections { get; } = [];

    public PageSection? Find(string name) => Sections.Find(section => section.Title.Equals(name, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A mistake in a page, in the form that MSBuild and editors can jump to.</summary>
internal sealed class PageException(string path, int line, string message) : Exception($"{path}({line}): error HELP: {message}");
