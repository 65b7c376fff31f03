using System.Management.Automation;
using HfEndpoints.Client;

namespace HfEndpoints.Commands;

/// <summary>Finds the endpoints that a cmdlet's parameters mean.</summary>
internal static class EndpointTargets
{
    /// <summary>
    /// Does something with each endpoint meant. An object brings its own account; a name is taken as it is, without a
    /// look-up; wildcards are looked up in the namespace's list. A failure is one record, and the rest goes on.
    /// </summary>
    public static void ForEach(
        HfCmdlet cmdlet,
        HfInferenceEndpoint[]? objects,
        string[] names,
        string? owner,
        Func<EndpointTarget, CmdletOutput, CancellationToken, Task> act)
    {
        foreach (HfInferenceEndpoint endpoint in objects ?? [])
        {
            cmdlet.RunForItem(endpoint.Name, (_, output, token) =>
            {
                HfClient client = endpoint.Connection.CreateClient(output.Verbose);
                var target = new EndpointTarget(endpoint.Connection, client, endpoint.Namespace, endpoint.Name)
                {
                    Given = endpoint,
                };
                return act(target, output, token);
            });
        }

        foreach (string name in objects is null ? names : [])
        {
            cmdlet.RunForItem(name, (connection, output, token) =>
                ActOnNameAsync(cmdlet, connection, name, owner, act, output, token));
        }
    }

    private static async Task ActOnNameAsync(
        HfCmdlet cmdlet,
        HfConnection connection,
        string name,
        string? owner,
        Func<EndpointTarget, CmdletOutput, CancellationToken, Task> act,
        CmdletOutput output,
        CancellationToken token)
    {
        connection.RequireToken();
        HfClient client = connection.CreateClient(output.Verbose);
        owner ??= await connection.GetNamespaceAsync(client, token).ConfigureAwait(false);
        if (!WildcardPattern.ContainsWildcardCharacters(name))
        {
            await act(new(connection, client, owner, name), output, token).ConfigureAwait(false);
            return;
        }

        // All are found before the first is touched: what changes while the pages are read may shift them.
        var matches = new List<InferenceEndpoint>();
        await foreach (InferenceEndpoint match in NamePattern.FindAsync(client, owner, name, null, token)
            .ConfigureAwait(false))
        {
            matches.Add(match);
        }

        foreach (InferenceEndpoint match in matches)
        {
            var target = new EndpointTarget(connection, client, owner, match.Name) { Found = match };
            await cmdlet.ReportAsync(output, match.Name, () => act(target, output, token)).ConfigureAwait(false);
        }
    }
}
