using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using HfEndpoints.Client;

namespace HfEndpoints.Commands;

/// <summary>
/// The account that cmdlets use: the one that was connected, or else the one that the environment names. It is the
/// process's, so that a script's parallel parts use what the script has connected; a runspace may have one of its own.
/// Safe for use by several threads.
/// </summary>
internal sealed class HfSession
{
    /// <summary>The scope of what all runspaces of the process use.</summary>
    public const string ProcessScope = "Process";

    /// <summary>The scope of what one runspace alone uses.</summary>
    public const string RunspaceScope = "Runspace";

    private static readonly HfSession s_process = new();
    private static readonly ConditionalWeakTable<Runspace, HfSession> s_runspaces = [];

    private readonly object _gate = new();
    private HfConnection? _connected;
    private HfConnection? _fromEnvironment;

    /// <summary>Lists kept for a moment for Tab completion, by their connections.</summary>
    public static CompletionCache Completions { get; } = new();

    /// <summary>The session of the runspace of this thread, which must be a pipeline thread.</summary>
    public static HfSession Current => Own is { Connected: not null } own ? own : s_process;

    /// <summary>Process or Runspace.</summary>
    public string Scope => this == s_process ? ProcessScope : RunspaceScope;

    /// <summary>What Connect-HfAccount made; null before it and after Disconnect-HfAccount.</summary>
    public HfConnection? Connected
    {
        get
        {
            lock (_gate)
            {
                return _connected;
            }
        }
    }

    private static HfSession Own => s_runspaces.GetValue(Runspace.DefaultRunspace, _ => new HfSession());

    /// <summary>The session of a scope. On a pipeline thread only.</summary>
    /// <param name="scope">The scope; null for the one that cmdlets use now.</param>
    public static HfSession FromScope(string? scope) => scope?.ToUpperInvariant() switch
    {
        null => Current,
        "RUNSPACE" => Own,
        _ => s_process,
    };

    /// <summary>
    /// Makes what connects a scope. Who connects the process wants to use that here too, so it ends the runspace's own. On a
    /// pipeline thread only.
    /// </summary>
    public static Action<HfConnection> Connector(string scope)
    {
        HfSession session = FromScope(scope);
        HfSession own = Own;
        return connection =>
        {
            own.Set(null);
            session.Set(connection);
        };
    }

    /// <summary>Forgets what was connected, and what the environment's token was found to be.</summary>
    public void Disconnect() => Set(null);

    /// <summary>The connection to use now. The environment is read anew each time: a script may change it.</summary>
    public HfConnection GetConnection()
    {
        if (Connected is { } connected)
        {
            return connected;
        }

        HfClientOptions options = HfClientOptions.FromEnvironment(new HfEnvironment());
        lock (_gate)
        {
            if (_fromEnvironment?.Matches(options) != true)
            {
                _fromEnvironment = new HfConnection(options);
            }

            return _fromEnvironment;
        }
    }

    private void Set(HfConnection? connection)
    {
        lock (_gate)
        {
            _connected = connection;
            _fromEnvironment = null;
        }
    }
}
