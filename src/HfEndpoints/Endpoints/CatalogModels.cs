namespace HfEndpoints.Commands;

/// <summary>Errors about models of the catalog.</summary>
internal static class CatalogModels
{
    /// <summary>The failure for a model that the catalog does not have, with the most similar one.</summary>
    public static HfException NotFound(string model, IEnumerable<string> models) => new(
        HfErrorKind.NotFound,
        $"The catalog has no model '{model}'."
        + (NearestWord.Find(model, models) is { } nearest ? $" Did you mean '{nearest}'?" : ""))
    {
        Remedy = "List its models with 'Get-HfInferenceCatalog', or deploy another with settings of your own: -Repository.",
    };
}
