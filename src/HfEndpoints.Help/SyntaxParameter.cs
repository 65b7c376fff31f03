namespace HfEndpoints.Help;

/// <summary>A parameter in a syntax line. A switch has no type; a named parameter has no position.</summary>
internal sealed record SyntaxParameter(string Name, string? Type, bool Required, int? Position);
