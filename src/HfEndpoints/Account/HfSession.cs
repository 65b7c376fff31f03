using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using HfEndpoints.Client;

namespace HfEndpoints.Commands;

/// <summary>
/// What a runspace remembers: the account it connected to, or else the one that the environment names. Each runspace
/// has its own, so that parallel ones do not change each other's account.
/// </summary>
internal sealed class HfSession
{
    private static readonly ConditionalWeakTable<Runspace, HfSession> s_sessions = [];
    private HfConnection? _fromEnvironment;

    /// <summary>The session of the runspace of this thread, which must be a pipeline thread.</summary>
    public static HfSession Current => s_sessions.GetOrCreateValue(Runspace.DefaultRunspace);

    /// <summary>What Connect-HfAccount made; null before it and after Disconnect-HfAccount.</summary>
    public HfConnection? Connected { get; set; }

    /// <summary>Lists kept for a moment for Tab completion.</summary>
    public CompletionCache Completions { get; } = new();

    /// <summary>The connection to use now. The environment is read anew each time: a script may change it.</summary>
    public HfConnection GetConnection()
    {
        if (Connected is { } connected)
        {
            return connected;
        }

        HfClientOptions options = HfClientOptions.FromEnvironment(new HfEnvironment());
        if (_fromEnvironment?.Matches(options) != true)
        {
            _fromEnvironment = new HfConnection(options);
        }

        return _fromEnvironment;
    }
}
