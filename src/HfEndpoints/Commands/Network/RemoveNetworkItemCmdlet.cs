using System.Management.Automation;
using HfEndpoints.Client;

namespace HfEndpoints.Commands.Network;

/// <summary>Deletes things of a namespace's network; it asks before each, and a failure is one record of its own.</summary>
public abstract class RemoveNetworkItemCmdlet : NamespaceCmdlet
{
    /// <summary>Does not ask.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Deletes items by their ids, without a look-up.</summary>
    private protected void RemoveEach(
        string kind, string[] ids, Func<HfClient, string, string, CancellationToken, Task> delete)
    {
        var removal = new Removal(this, Force);
        foreach (string id in ids)
        {
            RunInNamespace(id, async (client, owner, output, token) =>
            {
                if (await removal.IsWantedAsync(output, $"{kind} '{id}' of '{owner}'", "delete").ConfigureAwait(false))
                {
                    await delete(client, owner, id, token).ConfigureAwait(false);
                }
            });
        }
    }
}
