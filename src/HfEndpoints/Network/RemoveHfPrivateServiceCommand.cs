namespace HfEndpoints.Commands;

/// <summary>Deletes private links.</summary>
[Cmdlet(
    VerbsCommon.Remove, "HfPrivateService", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpPages.Root + "Remove-HfPrivateService.md")]
[OutputType(typeof(void))]
public sealed class RemoveHfPrivateServiceCommand : NamespaceCmdlet
{
    /// <summary>The links' ids, from Get-HfPrivateService.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        HelpMessage = "The links' ids, from Get-HfPrivateService.")]
    [ArgumentCompleter(typeof(PrivateServiceIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>Does not ask for confirmation.</summary>
    [Parameter(HelpMessage = HelpText.Force)]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => new NetworkRemoval(
        this,
        Force,
        "private service",
        (client, owner, id, cancellationToken) => client.Network.DeletePrivateServiceAsync(owner, id, cancellationToken)).RemoveEach(Id);
}
