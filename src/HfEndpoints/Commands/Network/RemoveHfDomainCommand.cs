using System.Management.Automation;

namespace HfEndpoints.Commands.Network;

/// <summary>Deletes domains; endpoints are no longer reached at them.</summary>
[Cmdlet(VerbsCommon.Remove, "HfDomain", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveHfDomainCommand : NamespaceCmdlet
{
    /// <summary>The domains.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Domain { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string one in Domain)
        {
            RunInNamespace(one, async (client, owner, output, token) =>
            {
                if (await output.ShouldProcessAsync($"domain '{one}' of '{owner}'", "delete").ConfigureAwait(false))
                {
                    await client.Network.DeleteDomainAsync(owner, one, token).ConfigureAwait(false);
                }
            });
        }
    }
}
