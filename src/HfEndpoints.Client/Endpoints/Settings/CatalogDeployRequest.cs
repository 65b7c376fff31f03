namespace HfEndpoints.Client;

/// <summary>The body of the catalog's deploy route.</summary>
internal sealed record CatalogDeployRequest(
    string Namespace, string RepoId, string? EndpointName, string? Accelerator);
