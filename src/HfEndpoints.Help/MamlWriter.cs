using System.Xml.Linq;

namespace HfEndpoints.Help;

/// <summary>Writes pages as MAML, the XML that Get-Help reads.</summary>
internal static class MamlWriter
{
    private static readonly XNamespace s_help = "http://msh";
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static XDocument Write(IEnumerable<HelpPage> pages) =>
        new(new XElement(s_help + "helpItems", new XAttribute("schema", "maml"), pages.Select(Command)));

    private static XElement Command(HelpPage page)
    {
        string[] name = page.Name.Split('-', 2);
        return new XElement(s_command + "command",
            new XAttribute(XNamespace.Xmlns + "maml", s_maml),
            new XAttribute(XNamespace.Xmlns + "command", s_command),
            new XAttribute(XNamespace.Xmlns + "dev", s_dev),
            new XElement(s_command + "details",
                new XElement(s_command + "name", page.Name),
                new XElement(s_command + "verb", name[0]),
                new XElement(s_command + "noun", name.ElementAtOrDefault(1)),
                Description(page.Synopsis)),
            Description(page.Description),
            new XElement(s_command + "syntax", page.Syntax.Select(item => Syntax(page, item))),
            new XElement(s_command + "parameters", page.Parameters.Select(
                parameter => Parameter(parameter, parameter.Required, parameter.Position))),
            new XElement(s_command + "inputTypes", page.Inputs.Select(type => Type("inputType", type))),
            new XElement(s_command + "returnValues", page.Outputs.Select(type => Type("returnValue", type))),
            new XElement(s_maml + "alertSet", new XElement(s_maml + "alert", Paragraphs(page.Notes))),
            new XElement(s_command + "examples", page.Examples.Select(Example)),
            new XElement(s_command + "relatedLinks", Online(page).Concat(page.Links).Select(Link)));
    }

    private static XElement Syntax(HelpPage page, SyntaxItem item) => new(s_command + "syntaxItem",
        new XElement(s_maml + "name", page.Name),
        item.Parameters.Select(parameter => Parameter(
            page.Parameters.First(known => known.Name == parameter.Name),
            parameter.Required,
            parameter.Position is int position ? $"{position}" : "Named")));

    private static XElement Parameter(HelpParameter parameter, bool required, string position) => new(s_command + "parameter",
        new XAttribute("required", required),
        new XAttribute("variableLength", true),
        new XAttribute("globbing", parameter.Globbing),
        new XAttribute("pipelineInput", parameter.PipelineInput),
        new XAttribute("position", position),
        new XAttribute("aliases", parameter.Aliases.Count > 0 ? string.Join(", ", parameter.Aliases) : "none"),
        new XElement(s_maml + "name", parameter.Name),
        Description(parameter.Description),
        parameter.AcceptedValues.Count > 0
            ? new XElement(s_command + "parameterValueGroup", parameter.AcceptedValues.Select(value => Value("parameterValue", value)))
            : null,
        parameter.IsSwitch ? null : Value("parameterValue", parameter.Type),
        new XElement(s_dev + "type", new XElement(s_maml + "name", parameter.Type), new XElement(s_maml + "uri")),
        new XElement(s_dev + "defaultValue", parameter.DefaultValue));

    private static XElement Value(string name, string value) =>
        new(s_command + name, new XAttribute("required", true), new XAttribute("variableLength", false), value);

    private static XElement Type(string name, HelpType type) => new(s_command + name,
        new XElement(s_dev + "type", new XElement(s_maml + "name", type.Name)),
        Description(type.Description));

    private static XElement Example(HelpExample example) => new(s_command + "example",
        new XElement(s_maml + "title", $"-------------------------- {example.Title} --------------------------"),
        new XElement(s_dev + "code", example.Code),
        new XElement(s_dev + "remarks", Paragraphs(example.Remarks)));

    // Get-Help -Online opens the first link that has an address.
    private static IEnumerable<HelpLink> Online(HelpPage page) =>
        page.OnlineVersion.Length > 0 ? [new HelpLink("Online Version:", page.OnlineVersion)] : [];

    private static XElement Link(HelpLink link) => new(s_maml + "navigationLink",
        new XElement(s_maml + "linkText", link.Text),
        new XElement(s_maml + "uri", link.Uri));

    private static XElement Description(IReadOnlyList<string> text) => new(s_maml + "description", Paragraphs(text));

    private static IEnumerable<XElement> Paragraphs(IReadOnlyList<string> text) =>
        text.Select(paragraph => new XElement(s_maml + "para", paragraph));
}
