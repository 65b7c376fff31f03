namespace HfEndpoints.Client;

/// <summary>A page of a namespace's audit log.</summary>
/// <param name="Items">The entries.</param>
/// <param name="NextCursor">Asks for the page after this one; null on the last.</param>
public sealed record AuditPage(IReadOnlyList<AuditEntry> Items, string? NextCursor);
