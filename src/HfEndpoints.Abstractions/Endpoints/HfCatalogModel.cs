namespace HfEndpoints;

/// <summary>A model of the catalog, which the service deploys with its own tested settings.</summary>
public sealed class HfCatalogModel
{
    /// <summary>The model's repository on the hub; New-HfInferenceEndpoint has a parameter of this name.</summary>
    public required string CatalogModel { get; init; }

    /// <summary>The repository.</summary>
    /// <returns>The repository.</returns>
    public override string ToString() => CatalogModel;
}
