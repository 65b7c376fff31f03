namespace HfEndpoints.Commands;

/// <summary>Deletes domains. Endpoints are then no longer available at them.</summary>
[Cmdlet(
    VerbsCommon.Remove, "HfDomain", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpPages.Root + "Remove-HfDomain.md")]
[OutputType(typeof(void))]
public sealed class RemoveHfDomainCommand : NamespaceCmdlet
{
    /// <summary>The domains.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        HelpMessage = "The domains.")]
    [ArgumentCompleter(typeof(DomainCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Domain { get; set; } = [];

    /// <summary>Does not ask for confirmation.</summary>
    [Parameter(HelpMessage = HelpText.Force)]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => new NetworkRemoval(
        this,
        Force,
        "domain",
        (client, owner, id, cancellationToken) => client.Network.DeleteDomainAsync(owner, id, cancellationToken)).RemoveEach(Domain);
}
