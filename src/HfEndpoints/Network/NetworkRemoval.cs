namespace HfEndpoints.Commands;

/// <summary>Deletes network items of a namespace. It asks for confirmation before each, and a failure is one error record.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="force">Whether it does not ask.</param>
/// <param name="kind">What is deleted, for questions.</param>
/// <param name="delete">Deletes an item by its namespace and id.</param>
internal sealed class NetworkRemoval(
    NamespaceCmdlet cmdlet, SwitchParameter force, string kind, Func<HfClient, string, string, CancellationToken, Task> delete)
{
    private readonly Consent _consent = new(cmdlet, force);

    /// <summary>Deletes items by their ids, without a look-up.</summary>
    public void RemoveEach(string[] ids)
    {
        foreach (string id in ids)
        {
            cmdlet.RunInNamespace(id, (client, owner, output, cancellationToken) =>
                RemoveAsync(client, owner, (id, id), output, cancellationToken));
        }
    }

    /// <summary>Deletes items by names or wildcards, which are looked up.</summary>
    public void RemoveEachFound(
        string[] names, Func<HfClient, string, string, CancellationToken, Task<IEnumerable<(string Id, string Name)>>> find)
    {
        foreach (string name in names)
        {
            cmdlet.RunInNamespace(name, async (client, owner, output, cancellationToken) =>
            {
                foreach ((string Id, string Name) found in await find(client, owner, name, cancellationToken).ConfigureAwait(false))
                {
                    await cmdlet.ReportAsync(output, found.Name, () => RemoveAsync(client, owner, found, output, cancellationToken))
                        .ConfigureAwait(false);
                }
            });
        }
    }

    private async Task RemoveAsync(
        HfClient client, string owner, (string Id, string Name) item, CmdletOutput output, CancellationToken cancellationToken)
    {
        if (await _consent.IsGivenAsync(output, $"{kind} '{item.Name}' of '{owner}'", "delete").ConfigureAwait(false))
        {
            await delete(client, owner, item.Id, cancellationToken).ConfigureAwait(false);
        }
    }
}
