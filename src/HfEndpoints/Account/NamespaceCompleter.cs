namespace HfEndpoints.Commands;

/// <summary>Completes namespaces: the account's own and its organizations.</summary>
public sealed class NamespaceCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        IReadOnlyList<WhoAmI> accounts = ServiceLookup.Ask<WhoAmI>("account", async (connection, client, cancellationToken) =>
            [await connection.GetAccountAsync(client, cancellationToken).ConfigureAwait(false)]);
        return CompletionText.Match(wordToComplete, accounts.SelectMany(account => account.Organizations
            .Select(organization => (organization.Name, Describe(organization)))
            .Prepend((account.Name, $"{account.Name}: your own"))));
    }

    private static string Describe(Organization organization) => organization.RoleInOrg is null
        ? $"{organization.Name}: one of your organizations"
        : $"{organization.Name}: one of your organizations, role {organization.RoleInOrg}";
}
