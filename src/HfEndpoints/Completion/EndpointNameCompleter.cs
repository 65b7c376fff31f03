using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using HfEndpoints.Client;
using HfEndpoints.Client.Endpoints;
using HfEndpoints.Session;

namespace HfEndpoints.Completion;

/// <summary>Completes the names of endpoints in the namespace already typed, or the session's.</summary>
public sealed class EndpointNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        string? chosen = (fakeBoundParameters?["Namespace"] as IList)?[0]?.ToString()
            ?? fakeBoundParameters?["Namespace"] as string;
        return CompletionText.Match(wordToComplete, Ask(chosen).Select(endpoint => (
            endpoint.Name, $"{endpoint.Name}: {endpoint.Status.State}, {endpoint.Model.Repository}")));
    }

    private static IReadOnlyList<InferenceEndpoint> Ask(string? chosen)
    {
        HfConnection connection;
        try
        {
            connection = HfSession.Current.GetConnection();
        }
        catch (Client.Errors.HfException)
        {
            // An address in the environment that is none: the cmdlet itself will say so.
            return [];
        }

        return HfSession.Current.Completions.Get((connection, chosen), async token =>
        {
            HfClient client = connection.CreateClient(_ => { });
            string name = chosen ?? await connection.GetNamespaceAsync(client, token).ConfigureAwait(false);
            var endpoints = new List<InferenceEndpoint>();
            await foreach (EndpointPage page in client.Endpoints.ListPagesAsync(name, null, token).ConfigureAwait(false))
            {
                endpoints.AddRange(page.Items);
            }

            return (IReadOnlyList<InferenceEndpoint>)endpoints;
        });
    }
}
