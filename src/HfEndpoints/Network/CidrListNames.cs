namespace HfEndpoints.Commands;

/// <summary>Finds address lists by name or id. The service identifies a list by its id; several lists may have the same name.</summary>
internal static class CidrListNames
{
    private const string Kind = "address list";

    /// <summary>The lists to show: all that match wildcards, or that have the name or the id.</summary>
    /// <exception cref="HfException">None has the name or the id.</exception>
    public static async Task<IReadOnlyList<HfCidrList>> FindAllAsync(
        HfClient client, string owner, string pattern, CancellationToken cancellationToken)
    {
        IReadOnlyList<HfCidrList> all = await ListAsync(client, owner, cancellationToken).ConfigureAwait(false);
        return Match(all, pattern) ?? Named(all, owner, pattern);
    }

    /// <summary>The lists to act on: all that match wildcards, or the one that has the name or the id.</summary>
    /// <exception cref="HfException">None or several have the name.</exception>
    public static async Task<IReadOnlyList<HfCidrList>> FindAsync(
        HfClient client, string owner, string pattern, CancellationToken cancellationToken)
    {
        IReadOnlyList<HfCidrList> all = await ListAsync(client, owner, cancellationToken).ConfigureAwait(false);
        return Match(all, pattern) ?? [Single(all, owner, pattern)];
    }

    /// <summary>The one list that has the name or the id.</summary>
    /// <exception cref="HfException">None or several have the name.</exception>
    public static async Task<HfCidrList> SingleAsync(
        HfClient client, string owner, string nameOrId, CancellationToken cancellationToken) =>
        Single(await ListAsync(client, owner, cancellationToken).ConfigureAwait(false), owner, nameOrId);

    /// <summary>The list that has an id.</summary>
    /// <exception cref="HfException">None has it.</exception>
    public static async Task<HfCidrList> GetAsync(
        HfClient client, string owner, string id, CancellationToken cancellationToken) =>
        (await ListAsync(client, owner, cancellationToken).ConfigureAwait(false)).FirstOrDefault(list => list.Id == id)
        ?? throw new HfException(HfErrorKind.NotFound, $"No {Kind} has the id '{id}' in namespace '{owner}'.");

    private static Task<IReadOnlyList<HfCidrList>> ListAsync(
        HfClient client, string owner, CancellationToken cancellationToken) => client.Network.ListCidrListsAsync(owner, cancellationToken);

    // Null if the pattern has no wildcards.
    private static HfCidrList[]? Match(IReadOnlyList<HfCidrList> all, string pattern)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(pattern))
        {
            return null;
        }

        Func<string, bool> isMatch = NamePattern.Compile(pattern);
        return [.. all.Where(list => isMatch(list.Name))];
    }

    private static HfCidrList[] Named(IReadOnlyList<HfCidrList> all, string owner, string nameOrId)
    {
        // An id says more than a name that happens to be the same.
        HfCidrList[] found = [.. all.Where(list => list.Id == nameOrId)];
        found = found.Length > 0 ? found : [.. all.Where(list => string.Equals(list.Name, nameOrId, StringComparison.OrdinalIgnoreCase))];
        return found.Length > 0 ? found : throw NamePattern.NotFound(Kind, nameOrId, owner, all.Select(list => list.Name));
    }

    private static HfCidrList Single(IReadOnlyList<HfCidrList> all, string owner, string nameOrId) =>
        Named(all, owner, nameOrId) is var found && found.Length == 1
            ? found[0]
            : throw new HfException(
                HfErrorKind.InvalidRequest,
                $"{found.Length} address lists of '{owner}' are named '{nameOrId}'. Use one of their ids: "
                + $"{string.Join(", ", found.Select(list => list.Id))}.");
}
