namespace HfEndpoints.Help;

/// <summary>A type under INPUTS or OUTPUTS.</summary>
internal sealed record HelpType(string Name, IReadOnlyList<string> Description);
