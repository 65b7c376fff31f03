using System.Management.Automation;

namespace HfEndpoints.Commands.Network;

/// <summary>Deletes named lists of address ranges.</summary>
[Cmdlet(VerbsCommon.Remove, "HfCidrList", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveHfCidrListCommand : NamespaceCmdlet
{
    /// <summary>The lists' ids, as Get-HfCidrList gives them.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string one in Id)
        {
            RunInNamespace(one, async (client, owner, output, token) =>
            {
                if (await output.ShouldProcessAsync($"address list '{one}' of '{owner}'", "delete").ConfigureAwait(false))
                {
                    await client.Network.DeleteCidrListAsync(owner, one, token).ConfigureAwait(false);
                }
            });
        }
    }
}
