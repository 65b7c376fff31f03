using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace HfEndpoints.Commands;

/// <summary>
/// The account that cmdlets use: the connected one, or the one of the environment. It belongs to the process, so that
/// the parallel parts of a script share it; a runspace may have its own. Thread-safe.
/// </summary>
internal sealed class HfSession
{
    /// <summary>The scope of the account of all runspaces of the process.</summary>
    public const string ProcessScope = "Process";

    /// <summary>The scope of the account of one runspace.</summary>
    public const string RunspaceScope = "Runspace";

    private static readonly HfSession s_process = new();
    private static readonly ConditionalWeakTable<Runspace, HfSession> s_runspaces = [];

    private readonly object _gate = new();
    private HfConnection? _connected;
    private HfConnection? _fromEnvironment;

    /// <summary>Short-lived lists for Tab completion, by connection.</summary>
    public static CompletionCache Completions { get; } = new();

    /// <summary>The session of the runspace of this thread, which must be a pipeline thread.</summary>
    public static HfSession Current => Own is { Connected: not null } own ? own : s_process;

    /// <summary>Process or Runspace.</summary>
    public string Scope => this == s_process ? ProcessScope : RunspaceScope;

    /// <summary>The connection of Connect-HfAccount; null before it and after Disconnect-HfAccount.</summary>
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
    /// <param name="scope">The scope; null for the one in use now.</param>
    public static HfSession FromScope(string? scope) => scope?.ToUpperInvariant() switch
    {
        null => Current,
        "RUNSPACE" => Own,
        _ => s_process,
    };

    /// <summary>
    /// Connects a scope. Connecting the process also removes this runspace's own account, so that it is used here
    /// too. On a pipeline thread only.
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

    /// <summary>Forgets the connection, and the account of the environment's token.</summary>
    public void Disconnect() => Set(null);

    /// <summary>The connection to use now. The environment is read each time, because a script may change it.</summary>
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
