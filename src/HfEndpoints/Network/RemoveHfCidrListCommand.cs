namespace HfEndpoints.Commands;

/// <summary>Deletes named lists of address ranges.</summary>
[Cmdlet(
    VerbsCommon.Remove, "HfCidrList", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = IdSet,
    HelpUri = HelpPages.Root + "Remove-HfCidrList.md")]
[OutputType(typeof(void))]
public sealed class RemoveHfCidrListCommand : NamespaceCmdlet
{
    // The default: a list that is piped in has a name too, and only its id says which list it is.
    private const string IdSet = "Id";
    private const string NameSet = "Name";

    /// <summary>The lists' names or ids; wildcards are allowed.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ParameterSetName = NameSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        HelpMessage = "The lists' names or ids; wildcards are allowed.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CidrListNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>The lists' ids, from Get-HfCidrList. They are not looked up.</summary>
    [Parameter(
        Mandatory = true, ParameterSetName = IdSet, ValueFromPipelineByPropertyName = true,
        HelpMessage = "The lists' ids, from Get-HfCidrList. They are not looked up.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CidrListIdCompleter))]
    public string[] Id { get; set; } = [];

    /// <summary>Does not ask for confirmation.</summary>
    [Parameter(HelpMessage = HelpText.Force)]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var removal = new NetworkRemoval(
            this,
            Force,
            "address list",
            (client, owner, id, cancellationToken) => client.Network.DeleteCidrListAsync(owner, id, cancellationToken));
        if (ParameterSetName == IdSet)
        {
            removal.RemoveEach(Id);
            return;
        }

        removal.RemoveEachFound(Name, async (client, owner, name, cancellationToken) =>
            (await CidrListNames.FindAsync(client, owner, name, cancellationToken).ConfigureAwait(false))
            .Select(list => (list.Id!, list.Name)));
    }
}
