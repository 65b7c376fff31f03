namespace HfEndpoints.Help;

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
