namespace HfEndpoints.Client;

/// <summary>A member of a table in a file.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Line">The line of the key, counted from 1.</param>
/// <param name="Node">Its value.</param>
public sealed record SourceMember(string Name, int Line, SourceNode Node);
