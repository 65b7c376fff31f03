namespace HfEndpoints.Commands;

/// <summary>Gets the named lists of address ranges of a namespace.</summary>
[Cmdlet(VerbsCommon.Get, "HfCidrList", DefaultParameterSetName = IdSet, HelpUri = HelpPages.Root + "Get-HfCidrList.md")]
[OutputType(typeof(HfCidrList))]
public sealed class GetHfCidrListCommand : NamespaceCmdlet
{
    // The default: a list that is piped in has a name too, and only its id says which list it is.
    private const string IdSet = "Id";
    private const string NameSet = "Name";

    /// <summary>The lists' names or ids; wildcards are allowed. Without it: all.</summary>
    [Parameter(
        Position = 0, ParameterSetName = NameSet, ValueFromPipeline = true,
        HelpMessage = "The lists' names or ids; wildcards are allowed. Without it: all.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CidrListNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>The lists' ids.</summary>
    [Parameter(ParameterSetName = IdSet, ValueFromPipelineByPropertyName = true, HelpMessage = "The lists' ids.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CidrListIdCompleter))]
    public string[] Id { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        bool byId = Id.Length > 0;
        foreach (string wanted in byId ? Id : Name)
        {
            RunInNamespace(wanted, async (client, owner, output, cancellationToken) =>
            {
                IReadOnlyList<HfCidrList> found = byId
                    ? [await CidrListNames.GetAsync(client, owner, wanted, cancellationToken).ConfigureAwait(false)]
                    : await CidrListNames.FindAllAsync(client, owner, wanted, cancellationToken).ConfigureAwait(false);
                await output.WriteAllAsync(found).ConfigureAwait(false);
            });
        }
    }
}
