using System.Text.Json;

namespace HfEndpoints.Help;

/// <summary>A module's cmdlets as Get-Command reports them, without their common parameters.</summary>
internal sealed record ModuleShape(string ModuleName, string HelpFile, IReadOnlyList<CmdletShape> Cmdlets)
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true };

    public static ModuleShape Read(string path) =>
        JsonSerializer.Deserialize<ModuleShape>(File.ReadAllText(path), s_options)
        ?? throw new JsonException($"'{path}' does not describe a module.");
}

internal sealed record CmdletShape(
    string Name,
    string HelpUri,
    IReadOnlyList<ParameterSetShape> ParameterSets,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Outputs)
{
    public IEnumerable<string> ParameterNames =>
        ParameterSets.SelectMany(set => set.Parameters)
            .Select(parameter => parameter.Name)
            .Distinct()
            .Order(StringComparer.OrdinalIgnoreCase);
}

internal sealed record ParameterSetShape(string Name, bool IsDefault, IReadOnlyList<ParameterShape> Parameters);

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
