using System.Management.Automation;
using HfEndpoints.Client;

namespace HfEndpoints.Commands;

/// <summary>Deletes network items of a namespace. It asks for confirmation before each, and a failure is one error record.</summary>
public abstract class RemoveNetworkItemCmdlet : NamespaceCmdlet
{
    /// <summary>Does not ask for confirmation.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Deletes items by their ids, without a look-up.</summary>
    private protected void RemoveEach(
        string kind, string[] ids, Func<HfClient, string, string, CancellationToken, Task> delete)
    {
        var consent = new Consent(this, Force);
        foreach (string id in ids)
        {
            RunInNamespace(id, (client, owner, output, token) => RemoveAsync(
                consent, output, $"{kind} '{id}' of '{owner}'", () => delete(client, owner, id, token)));
        }
    }

    /// <summary>Deletes items by names or wildcards, which are looked up.</summary>
    private protected void RemoveEachFound(
        string kind,
        string[] names,
        Func<HfClient, string, string, CancellationToken, Task<IEnumerable<(string Id, string Name)>>> find,
        Func<HfClient, string, string, CancellationToken, Task> delete)
    {
        var consent = new Consent(this, Force);
        foreach (string name in names)
        {
            RunInNamespace(name, async (client, owner, output, token) =>
            {
                foreach ((string id, string found) in await find(client, owner, name, token).ConfigureAwait(false))
                {
                    await ReportAsync(output, found, () => RemoveAsync(
                        consent, output, $"{kind} '{found}' of '{owner}'", () => delete(client, owner, id, token)))
                        .ConfigureAwait(false);
                }
            });
        }
    }

    private static async Task RemoveAsync(Consent consent, CmdletOutput output, string description, Func<Task> delete)
    {
        if (await consent.IsGivenAsync(output, description, "delete").ConfigureAwait(false))
        {
            await delete().ConfigureAwait(false);
        }
    }
}
