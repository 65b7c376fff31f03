namespace HfEndpoints.Help;

/// <summary>A parameter as one parameter set has it. A named parameter has no position.</summary>
internal sealed record ParameterShape(
    string Name,
    string Type,
    bool Mandatory,
    int? Position,
    bool ByValue,
    bool ByPropertyName,
    bool Globbing,
    IReadOnlyList<string> Aliases,
    IReadOnlyList<string> AcceptedValues)
{
    public bool IsSwitch => Type == HelpParameter.SwitchType;

    public string PipelineInput => (ByPropertyName, ByValue) switch
    {
        (true, true) => "True (ByPropertyName, ByValue)",
        (true, false) => "True (ByPropertyName)",
        (false, true) => "True (ByValue)",
        _ => "False",
    };
}
