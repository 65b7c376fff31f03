namespace HfEndpoints.Help;

internal sealed record ParameterSetShape(string Name, bool IsDefault, IReadOnlyList<ParameterShape> Parameters);
