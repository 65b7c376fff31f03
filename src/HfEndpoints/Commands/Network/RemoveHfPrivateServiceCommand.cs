using System.Management.Automation;

namespace HfEndpoints.Commands.Network;

/// <summary>Deletes private links.</summary>
[Cmdlet(VerbsCommon.Remove, "HfPrivateService", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveHfPrivateServiceCommand : NamespaceCmdlet
{
    /// <summary>The links' ids, as Get-HfPrivateService gives them.</summary>
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
                if (await output.ShouldProcessAsync($"private service '{one}' of '{owner}'", "delete").ConfigureAwait(false))
                {
                    await client.Network.DeletePrivateServiceAsync(owner, one, token).ConfigureAwait(false);
                }
            });
        }
    }
}
