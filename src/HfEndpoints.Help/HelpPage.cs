namespace HfEndpoints.Help;

/// <summary>What a cmdlet's page says.</summary>
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
