namespace HfEndpoints.Client;

/// <summary>The answer of the catalog's list route.</summary>
internal sealed record CatalogList
{
    public IReadOnlyList<string>? Models { get; init; }
}
