using System.Management.Automation;

namespace HfEndpoints.Commands;

/// <summary>Deletes private links.</summary>
[Cmdlet(
    VerbsCommon.Remove, "HfPrivateService", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpPages.Root + "Remove-HfPrivateService.md")]
[OutputType(typeof(void))]
public sealed class RemoveHfPrivateServiceCommand : RemoveNetworkItemCmdlet
{
    /// <summary>The links' ids, from Get-HfPrivateService.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord() => RemoveEach(
        "private service", Id, (client, owner, id, token) => client.Network.DeletePrivateServiceAsync(owner, id, token));
}
