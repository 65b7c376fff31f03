namespace HfEndpoints.Help;

/// <summary>The parts of a page that are generated from the cmdlet.</summary>
internal static class ShapeText
{
    private static readonly string[] s_last = ["WhatIf", "Confirm"];

    public static IEnumerable<string> Syntax(CmdletShape cmdlet)
    {
        foreach (ParameterSetShape set in cmdlet.ParameterSets)
        {
            yield return "";
            if (cmdlet.ParameterSets.Count > 1)
            {
                yield return $"### {set.Name}{(set.IsDefault ? " (Default)" : "")}";
            }

            yield return "```";
            yield return string.Join(' ', [cmdlet.Name, .. Ordered(set).Select(Syntax), "[<CommonParameters>]"]);
            yield return "```";
        }

        yield return "";
    }

    /// <summary>One yaml block for each way the parameter behaves: usually one, for all sets.</summary>
    public static IEnumerable<string> Yaml(CmdletShape cmdlet, string parameter, string defaultValue)
    {
        var uses = cmdlet.ParameterSets
            .Select(set => (Set: set.Name, Parameter: set.Parameters.FirstOrDefault(candidate => candidate.Name == parameter)))
            .Where(use => use.Parameter is not null)
            .GroupBy(
                use => (use.Parameter!.Mandatory, use.Parameter.Position, use.Parameter.PipelineInput),
                use => (use.Set, Parameter: use.Parameter!));
        foreach (var use in uses)
        {
            ParameterShape shape = use.First().Parameter;
            yield return "```yaml";
            yield return $"Type: {shape.Type}";
            bool inAllSets = use.Count() == cmdlet.ParameterSets.Count;
            yield return $"Parameter Sets: {(inAllSets ? "(All)" : string.Join(", ", use.Select(one => one.Set)))}";
            yield return $"Aliases: {string.Join(", ", shape.Aliases)}".TrimEnd();
            if (shape.AcceptedValues.Count > 0)
            {
                yield return $"Accepted values: {string.Join(", ", shape.AcceptedValues)}";
            }

            yield return "";
            yield return $"Required: {shape.Mandatory}";
            yield return $"Position: {(shape.Position is int position ? $"{position}" : "Named")}";
            yield return $"Default value: {defaultValue}";
            yield return $"Accept pipeline input: {shape.PipelineInput}";
            yield return $"Accept wildcard characters: {shape.Globbing}";
            yield return "```";
            yield return "";
        }
    }

    // In the order of Get-Command: by position, then the mandatory ones, then the rest as declared.
    private static IEnumerable<ParameterShape> Ordered(ParameterSetShape set) => set.Parameters
        .OrderBy(parameter => parameter.Position ?? int.MaxValue)
        .ThenByDescending(parameter => parameter.Mandatory)
        .ThenBy(parameter => Array.IndexOf(s_last, parameter.Name));

    private static string Syntax(ParameterShape parameter)
    {
        string name = parameter.Position is null ? $"-{parameter.Name}" : $"[-{parameter.Name}]";
        string text = parameter.IsSwitch ? name : $"{name} <{parameter.Type}>";
        return parameter.Mandatory ? text : $"[{text}]";
    }
}
