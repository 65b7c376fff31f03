namespace HfEndpoints.Client;

/// <summary>A page of a namespace's endpoints.</summary>
/// <param name="Items">The endpoints.</param>
/// <param name="TotalItems">How many endpoints all pages hold together; null where the server does not tell.</param>
/// <param name="NextCursor">Asks for the page after this one; null on the last.</param>
public sealed record EndpointPage(IReadOnlyList<InferenceEndpoint> Items, int? TotalItems, string? NextCursor);
