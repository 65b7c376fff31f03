namespace HfEndpoints.Commands;

/// <summary>Reads lists for completion from the session's service. Results are cached briefly, and it never fails.</summary>
internal static class ServiceLookup
{
    /// <summary>Reads a list; empty if it is not available in time.</summary>
    /// <param name="what">The key of the list in the cache.</param>
    /// <param name="ask">Reads the list.</param>
    /// <param name="known">The account and service of an endpoint already typed; null for the session's.</param>
    public static IReadOnlyList<T> Ask<T>(
        object what, Func<HfConnection, HfClient, CancellationToken, Task<IReadOnlyList<T>>> ask, HfConnection? known = null)
    {
        HfConnection connection;
        try
        {
            connection = known ?? HfSession.Current.GetConnection();
        }
        catch (HfException)
        {
            // An address in the environment is not valid. The cmdlet itself will report it.
            return [];
        }

        // The next Tab tries again.
        var client = new HfClient(connection.Options with { MaxRetries = 0 });
        return HfSession.Completions.Get((connection, what), cancellationToken => ask(connection, client, cancellationToken));
    }

    /// <summary>Reads a list of the namespace already typed, or of the session's; empty if it is not available in time.</summary>
    /// <param name="what">The key of the list in the cache.</param>
    /// <param name="chosen">The namespace; null for the session's.</param>
    /// <param name="ask">Reads the list.</param>
    public static IReadOnlyList<T> AskInNamespace<T>(
        string what, string? chosen, Func<HfClient, string, CancellationToken, Task<IReadOnlyList<T>>> ask) =>
        Ask((what, chosen), async (connection, client, cancellationToken) =>
        {
            string owner = chosen ?? await connection.GetNamespaceAsync(client, cancellationToken).ConfigureAwait(false);
            return await ask(client, owner, cancellationToken).ConfigureAwait(false);
        });
}
