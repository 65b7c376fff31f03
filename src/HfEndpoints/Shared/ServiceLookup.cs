using HfEndpoints.Client;

namespace HfEndpoints.Commands;

/// <summary>Asks the session's service for what can be completed, briefly remembered and without ever failing.</summary>
internal static class ServiceLookup
{
    /// <summary>Asks for a list; empty if it can't be had, or not soon.</summary>
    /// <param name="what">What is asked for, and with what choice: the same is not asked for twice in a short time.</param>
    /// <param name="ask">Asks.</param>
    /// <param name="known">The account and service of an endpoint already typed; null for the session's.</param>
    public static IReadOnlyList<T> Ask<T>(
        object what,
        Func<HfConnection, HfClient, CancellationToken, Task<IReadOnlyList<T>>> ask,
        HfConnection? known = null)
    {
        HfConnection connection;
        try
        {
            connection = known ?? HfSession.Current.GetConnection();
        }
        catch (HfException)
        {
            // An address in the environment that is none: the cmdlet itself will say so.
            return [];
        }

        // Whoever presses Tab again asks again.
        var client = new HfClient(connection.Options with { MaxRetries = 0 });
        return HfSession.Completions.Get((connection, what), token => ask(connection, client, token));
    }
}
