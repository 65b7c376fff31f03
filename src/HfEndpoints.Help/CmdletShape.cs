namespace HfEndpoints.Help;

internal sealed record CmdletShape(
    string Name,
    string HelpUri,
    IReadOnlyList<ParameterSetShape> ParameterSets,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Outputs)
{
    public IEnumerable<string> ParameterNames =>
        ParameterSets.SelectMany(set => set.Parameters).Select(parameter => parameter.Name).Distinct().Order(StringComparer.OrdinalIgnoreCase);
}
