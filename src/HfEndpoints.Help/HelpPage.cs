namespace HfEndpoints.Help;

/// <summary>The content of a cmdlet's page.</summary>
internal sealed record HelpPage(
    string Name,
    string HelpFile,
    string OnlineVersion,
    IReadOnlyList<string> Synopsis,
    IReadOnlyList<SyntaxItem> Syntax,
    IReadOnlyList<string> Description,
    IReadOnlyList<HelpExample> Examples,
    IReadOnlyList<HelpParameter> Parameters,
    IReadOnlyList<HelpType> Inputs,
    IReadOnlyList<HelpType> Outputs,
    IReadOnlyList<string> Notes,
    IReadOnlyList<HelpLink> Links);

/// <summary>A section under EXAMPLES: its first code block, and what follows it.</summary>
internal sealed record HelpExample(string Title, string Code, IReadOnlyList<string> Remarks);

/// <summary>A section under PARAMETERS.</summary>
internal sealed record HelpParameter(
    string Name,
    IReadOnlyList<string> Description,
    string Type,
    IReadOnlyList<string> Aliases,
    bool Required,
    string Position,
    string DefaultValue,
    string PipelineInput,
    bool Globbing,
    IReadOnlyList<string> AcceptedValues)
{
    public const string SwitchType = "SwitchParameter";

    public bool IsSwitch => Type == SwitchType;
}

/// <summary>A type under INPUTS or OUTPUTS.</summary>
internal sealed record HelpType(string Name, IReadOnlyList<string> Description);

/// <summary>A related link. A link to another page has no address.</summary>
internal sealed record HelpLink(string Text, string Uri);
