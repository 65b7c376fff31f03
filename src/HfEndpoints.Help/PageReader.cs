using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace HfEndpoints.Help;

/// <summary>Reads a cmdlet's page, and refuses one that lacks anything Get-Help shows.</summary>
internal sealed class PageReader
{
    private const string Schema = "2.0.0";
    private readonly PageOutline _page;

    private PageReader(PageOutline page) => _page = page;

    public static HelpPage Read(PageOutline page) => new PageReader(page).Read();

    private HelpPage Read()
    {
        string name = _page.Title.Title;
        if (name != Path.GetFileNameWithoutExtension(_page.Path))
        {
            throw _page.Error(_page.Title.Line, $"The title is '{name}', but the file is '{Path.GetFileName(_page.Path)}'.");
        }

        if (_page.FrontMatter.Require("schema") is string schema && schema != Schema)
        {
            throw _page.Error(_page.FrontMatter.Line, $"schema is '{schema}'. Use {Schema}.");
        }

        PageSection parameters = Section("PARAMETERS");
        var page = new HelpPage(
            name,
            _page.FrontMatter.Require("external help file"),
            _page.FrontMatter["online version"] ?? "",
            Text(Section("SYNOPSIS")),
            Syntax(name, Section("SYNTAX")),
            Text(Section("DESCRIPTION")),
            [.. Section("EXAMPLES").Sections.Select(Example)],
            [.. parameters.Sections.Where(IsParameter).Select(Parameter)],
            Types("INPUTS"),
            Types("OUTPUTS"),
            PlainText.Paragraphs(_page.Title.Find("NOTES")?.Blocks ?? []),
            Links());
        return Checked(page, parameters);
    }

    private PageSection Section(string title) =>
        _page.Title.Find(title) ?? throw _page.Error(_page.Title.Line, $"The page has no '## {title}'.");

    private IReadOnlyList<string> Text(PageSection section) =>
        PlainText.Paragraphs(section.Blocks) is { Count: > 0 } text
            ? text
            : throw _page.Error(section.Line, $"'{section.Title}' is empty.");

    // The headings over the code blocks name the parameter sets, which Get-Help does not show.
    private List<SyntaxItem> Syntax(string cmdlet, PageSection section)
    {
        IEnumerable<FencedCodeBlock> blocks = section.Sections.Prepend(section).SelectMany(part => part.Blocks).OfType<FencedCodeBlock>();
        List<SyntaxItem> items = [.. blocks.Select(block =>
            SyntaxItem.Parse(cmdlet, PlainText.Code(block))
            ?? throw _page.Error(block.Line + 2, $"This is not a valid syntax of {cmdlet}."))];
        return items.Count > 0 ? items : throw _page.Error(section.Line, "SYNTAX has no code block.");
    }

    private HelpExample Example(PageSection section)
    {
        FencedCodeBlock code = section.Blocks.OfType<FencedCodeBlock>().FirstOrDefault()
            ?? throw _page.Error(section.Line, $"'{section.Title}' has no code block.");
        return new HelpExample(section.Title, PlainText.Code(code), PlainText.Paragraphs(section.Blocks.Where(block => block != code)));
    }

    public static bool IsParameter(PageSection section) => section.Title.StartsWith('-');

    public static bool IsYaml(Block block) => block is FencedCodeBlock { Info: "yaml" };

    private HelpParameter Parameter(PageSection section)
    {
        FencedCodeBlock yaml = section.Blocks.Where(IsYaml).Cast<FencedCodeBlock>().FirstOrDefault()
            ?? throw _page.Error(section.Line, $"'{section.Title}' has no yaml block.");
        Fields fields = Fields.Read(_page.Path, yaml);
        IReadOnlyList<string> description = PlainText.Paragraphs(section.Blocks.Where(block => !IsYaml(block)));
        return new HelpParameter(
            section.Title[1..],
            description.Count > 0 ? description : throw _page.Error(section.Line, $"'{section.Title}' has no description."),
            fields.Require("Type"),
            fields.List("Aliases"),
            fields.RequireBoolean("Required"),
            fields.Require("Position"),
            fields.Require("Default value"),
            fields.Require("Accept pipeline input"),
            fields.RequireBoolean("Accept wildcard characters"),
            fields.List("Accepted values"));
    }

    private List<HelpType> Types(string title) =>
        [.. (_page.Title.Find(title)?.Sections ?? []).Select(section => new HelpType(section.Title, PlainText.Paragraphs(section.Blocks)))];

    private List<HelpLink> Links()
    {
        IEnumerable<LinkInline> links = (_page.Title.Find("RELATED LINKS")?.Blocks ?? []).SelectMany(block =>
            block is LeafBlock leaf ? leaf.Inline?.Descendants<LinkInline>() ?? [] : block.Descendants<LinkInline>());
        return [.. links.Select(link =>
            new HelpLink(PlainText.Inline((ContainerInline)link), PlainText.IsAddress(link.Url) ? link.Url! : ""))];
    }

    private HelpPage Checked(HelpPage page, PageSection parameters)
    {
        foreach (SyntaxParameter parameter in page.Syntax.SelectMany(item => item.Parameters))
        {
            if (!page.Parameters.Any(known => known.Name == parameter.Name))
            {
                throw _page.Error(parameters.Line, $"PARAMETERS has no '### -{parameter.Name}', which is in SYNTAX.");
            }
        }

        return page;
    }
}
