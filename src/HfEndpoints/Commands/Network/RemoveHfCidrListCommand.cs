using System.Management.Automation;

namespace HfEndpoints.Commands.Network;

/// <summary>Deletes named lists of address ranges.</summary>
[Cmdlet(VerbsCommon.Remove, "HfCidrList", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveHfCidrListCommand : RemoveNetworkItemCmdlet
{
    /// <summary>The lists' ids, as Get-HfCidrList gives them.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord() => RemoveEach(
        "address list", Id, (client, owner, id, token) => client.Network.DeleteCidrListAsync(owner, id, token));
}
