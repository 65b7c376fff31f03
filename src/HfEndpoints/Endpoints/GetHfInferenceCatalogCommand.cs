namespace HfEndpoints.Commands;

/// <summary>Gets the models that the service deploys with its own tested settings.</summary>
[Cmdlet(VerbsCommon.Get, "HfInferenceCatalog", HelpUri = HelpPages.Root + "Get-HfInferenceCatalog.md")]
[OutputType(typeof(HfCatalogModel))]
public sealed class GetHfInferenceCatalogCommand : HfCmdlet
{
    private IReadOnlyList<string>? _models;

    /// <summary>The models' repositories. Wildcards are allowed, and also match the name after the '/'.</summary>
    [Parameter(
        Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        HelpMessage = "The models' repositories. Wildcards are allowed, and also match the name after the '/'.")]
    [Alias("CatalogModel", "RepoId")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(CatalogModelCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Only models whose repository contains this.</summary>
    [Parameter(HelpMessage = "Only models whose repository contains this.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? Search { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            RunForItem(name, (connection, output, cancellationToken) => WriteAsync(connection, name, output, cancellationToken));
        }
    }

    private async Task WriteAsync(HfConnection connection, string name, CmdletOutput output, CancellationToken cancellationToken)
    {
        _models ??= await connection.CreateClient(output).Catalog.ListAsync(cancellationToken).ConfigureAwait(false);
        Func<string, bool> isMatch = NamePattern.Compile(name);
        HfCatalogModel[] matches =
        [
            .. _models
                .Where(model => isMatch(model) || isMatch(model[(model.IndexOf('/', StringComparison.Ordinal) + 1)..]))
                .Where(model => model.Contains(Search ?? "", StringComparison.OrdinalIgnoreCase))
                .Select(model => new HfCatalogModel { CatalogModel = model }),
        ];
        if (matches.Length == 0 && string.IsNullOrEmpty(Search) && !WildcardPattern.ContainsWildcardCharacters(name))
        {
            throw CatalogModels.NotFound(name, _models);
        }

        await output.WriteAllAsync(matches).ConfigureAwait(false);
    }
}
