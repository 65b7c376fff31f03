using System.Xml.Linq;

namespace HfEndpoints.Help.Tests;

public sealed class BuildTests : IDisposable
{
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";
    private readonly HelpFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AllSectionsOfAPageReachTheHelp()
    {
        XElement command = BuildSample();

        Assert.Equal("Gets samples.", Text(command.Element(s_command + "details")!));
        Assert.Equal("First paragraph, with code and a link (https://example.org/a).|- one\n- two", Text(command));
        Assert.Equal("Worth noting.", command.Descendants(s_maml + "alert").Single().Value);
        Assert.Equal(["Sample"], command.Descendants(s_command + "inputType").Select(type => type.Element(s_dev + "type")!.Value));
        Assert.Equal(["Sample"], command.Descendants(s_command + "returnValue").Select(type => type.Element(s_dev + "type")!.Value));
    }

    [Fact]
    public void AnExampleHasItsFirstFenceAsCodeAndTheRestAsRemarks()
    {
        XElement example = BuildSample().Descendants(s_command + "example").Single();

        Assert.Contains(" Example 1: Get one ", example.Element(s_maml + "title")!.Value, StringComparison.Ordinal);
        Assert.Equal("# A comment, not a heading\nGet-Sample one", example.Element(s_dev + "code")!.Value);
        Assert.Equal(["one", "Gets one sample."], example.Element(s_dev + "remarks")!.Elements().Select(para => para.Value));
    }

    [Fact]
    public void EachParameterSetHasItsSyntax()
    {
        string[][] syntax = [.. BuildSample().Descendants(s_command + "syntaxItem").Select(item => item.Elements(s_command + "parameter")
            .Select(parameter => string.Join(
                ' ',
                parameter.Element(s_maml + "name")!.Value,
                parameter.Attribute("required")!.Value,
                parameter.Attribute("position")!.Value))
            .ToArray())];

        Assert.Equal(["Name false 0", "Kind false Named", "Force false Named"], syntax[0]);
        Assert.Equal(["InputObject true Named", "Kind false Named"], syntax[1]);
    }

    [Fact]
    public void AParameterKeepsItsAttributes()
    {
        Dictionary<string, XElement> parameters = BuildSample().Element(s_command + "parameters")!.Elements()
            .ToDictionary(parameter => parameter.Element(s_maml + "name")!.Value);

        Assert.Equal(["Force", "InputObject", "Kind", "Name"], parameters.Keys);
        XElement name = parameters["Name"];
        Assert.Equal("SampleName, N", name.Attribute("aliases")!.Value);
        Assert.Equal("True (ByPropertyName)", name.Attribute("pipelineInput")!.Value);
        Assert.Equal("true", name.Attribute("globbing")!.Value);
        Assert.Equal("String[]", name.Element(s_command + "parameterValue")!.Value);
        Assert.Null(parameters["Force"].Element(s_command + "parameterValue"));
        Assert.Equal("Good", parameters["Kind"].Element(s_dev + "defaultValue")!.Value);
        Assert.Equal(
            ["Good", "Bad"],
            parameters["Kind"].Element(s_command + "parameterValueGroup")!.Elements().Select(value => value.Value));
    }

    [Fact]
    public void TheOnlineVersionIsTheFirstLink()
    {
        string[] links = [.. BuildSample().Descendants(s_maml + "navigationLink")
            .Select(link => string.Join('|', link.Elements().Select(part => part.Value)))];

        Assert.Equal(["Online Version:|https://example.org/Get-Sample", "Set-Sample|", "Site|https://example.org"], links);
    }

    [Theory]
    [InlineData("## DESCRIPTION", "## OTHER", "# Get-Sample", "The page has no '## DESCRIPTION'.")]
    [InlineData("Gets *samples*.", "", "## SYNOPSIS", "'SYNOPSIS' is empty.")]
    [InlineData("schema: 2.0.0", "schema: 3.0.0", "---", "schema is '3.0.0'")]
    [InlineData("# Get-Sample", "# Get-Other", "# Get-Other", "The title is 'Get-Other'")]
    [InlineData("-Force]", "-Force", "Get-Sample [", "This is not a valid syntax of Get-Sample.")]
    [InlineData("-Force]", "-Faster]", "## PARAMETERS", "PARAMETERS has no '### -Faster'")]
    [InlineData("### Example 1", "### Example 0\n\n### Example 1", "### Example 0", "'Example 0' has no code block.")]
    [InlineData("Type: Kind", "Kind", "Kind", "'Kind' is not a 'Key: value' line.")]
    [InlineData("Type: Kind", "Type: Kind\nType: Kind", "Type: Kind", "'Type' is set twice.", 1)]
    [InlineData("Type: Kind\n", "", "Parameter Sets: (All)", "The yaml block has no 'Type'.", -1)]
    [InlineData("Required: True", "Required: Yes", "Type: Sample", "'Required' is 'Yes'", -1)]
    [InlineData("The sample.", "", "### -InputObject", "'-InputObject' has no description.")]
    public void AMalformedPageIsRefusedWithItsLine(string text, string replacement, string at, string message, int offset = 0)
    {
        string page = HelpFolder.Page.Replace(text, replacement, StringComparison.Ordinal);
        int line = page.Split('\n').ToList().FindIndex(candidate => candidate.StartsWith(at, StringComparison.Ordinal)) + 1 + offset;
        _folder.Write("Get-Sample.md", page);

        Assert.Equal(1, _folder.Build());
        string path = Path.Combine(_folder.Docs, "Get-Sample.md");
        Assert.StartsWith($"{path}({line}): error HELP: {message}", _folder.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AnAboutPageBecomesWrappedTextWithItsSynopsisOnTheFifthLine()
    {
        _folder.Write("about_Sample.md", $"""
            # about_Sample

            ## SHORT DESCRIPTION
            What samples are.

            ## LONG DESCRIPTION
            {string.Join(' ', Enumerable.Repeat("word", 60))}

            ### More
            - {string.Join(' ', Enumerable.Repeat("item", 30))}

            ```powershell
            Get-Sample {new string('x', 90)}
            ```
            """);

        Assert.Equal(0, _folder.Build());
        string[] lines = File.ReadAllLines(Path.Combine(_folder.Output, "about_Sample.help.txt"));
        Assert.Equal(["TOPIC", "    about_Sample", "", "SHORT DESCRIPTION", "    What samples are."], lines[..5]);
        Assert.All(lines.Where(line => !line.Contains("xxx", StringComparison.Ordinal)), line => Assert.InRange(line.Length, 0, 80));
        Assert.Contains("  More", lines);
        Assert.Contains(lines, line => line.StartsWith("      item", StringComparison.Ordinal));
        Assert.Contains($"        Get-Sample {new string('x', 90)}", lines);
    }

    [Fact]
    public void TheModulesOwnPageIsNotACmdlet()
    {
        _folder.Write("Sample.md", "---\nModule Name: Sample\nModule Guid: 1\n---\n# Sample Module\n");

        Assert.Equal(0, _folder.Build());
        Assert.Empty(Directory.GetFiles(_folder.Output));
    }

    [Fact]
    public void AnUnknownVerbShowsTheVerbs()
    {
        Assert.Equal(2, _folder.Run("publish"));
        Assert.Contains("build <docs folder>", _folder.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingFolderIsAnErrorAndNoCrash()
    {
        Assert.Equal(1, _folder.Run("build", Path.Combine(_folder.Docs, "none"), _folder.Output));
        Assert.StartsWith("error: ", _folder.Error, StringComparison.Ordinal);
    }

    private XElement BuildSample()
    {
        _folder.Write("Get-Sample.md", HelpFolder.Page);
        Assert.Equal(0, _folder.Build());
        return XDocument.Load(Path.Combine(_folder.Output, "Sample.dll-Help.xml")).Root!.Elements().Single();
    }

    private static string Text(XElement parent) =>
        string.Join('|', parent.Element(s_maml + "description")!.Elements(s_maml + "para").Select(para => para.Value));
}
