using Markdig.Syntax;

namespace HfEndpoints.Help;

/// <summary>A heading, what stands directly under it, and the deeper headings. Lines count from 1; End is the line after the last.</summary>
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
