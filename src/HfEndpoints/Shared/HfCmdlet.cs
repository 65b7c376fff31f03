using System.Collections.Concurrent;
using System.Management.Automation;
using System.Security;
using HfEndpoints.Client;

namespace HfEndpoints.Commands;

/// <summary>A cmdlet that talks to Hugging Face: with which account, and what becomes of failures.</summary>
public abstract class HfCmdlet : AsyncCmdlet
{
    // The accounts of endpoint objects, with the token of this call where there is one.
    private readonly Dictionary<HfConnection, HfConnection> _connections = [];
    private HfConnection? _connection;

    // Accounts of which one record said why none of their endpoints can be reached.
    private readonly ConcurrentDictionary<HfConnection, bool> _spent = new();

    // One record says what is wrong for every item; the rest are passed over.
    private bool _isOver;

    /// <summary>The token of this call alone, as a secure string or text.</summary>
    [Parameter]
    [TokenTransformation]
    public SecureString? Token { get; set; }

    /// <summary>Whether no item can succeed any more.</summary>
    internal bool IsOver => _isOver;

    /// <summary>Whether an item failed.</summary>
    internal bool HasFailed { get; private set; }

    /// <summary>The account and service of this call. On the pipeline thread only.</summary>
    internal HfConnection Connection => _connection ??= MakeConnection();

    /// <summary>Runs work; a failure is written as a record of its own, and the pipeline continues.</summary>
    internal void RunForItem(object? target, Func<HfConnection, CmdletOutput, CancellationToken, Task> work)
    {
        if (TryConnect(() => Connection, target) is { } connection)
        {
            Run((output, token) => ReportAsync(output, target, () => work(connection, output, token)));
        }
    }

    /// <summary>Runs work with the account and service of an endpoint; a failure is a record of its own.</summary>
    internal void RunForEndpoint(
        HfEndpointReference reference, Func<HfConnection, CmdletOutput, CancellationToken, Task> work)
    {
        if (TryConnect(() => ConnectionOf(reference), reference.Given) is { } connection && !_spent.ContainsKey(connection))
        {
            Run((output, token) =>
                ReportAsync(output, new FailedEndpoint(reference, connection), () => work(connection, output, token)));
        }
    }

    /// <summary>The account and service an endpoint is to be asked of. On the pipeline thread only.</summary>
    internal HfConnection ConnectionOf(HfEndpointReference? reference)
    {
        if (reference?.Endpoint?.Connection is not { } own)
        {
            return Connection;
        }

        if (!_connections.TryGetValue(own, out HfConnection? connection))
        {
            connection = WithToken(own);
            _connections[own] = connection;
        }

        return connection;
    }

    /// <summary>Writes, on the pipeline thread, why no item can succeed; the rest are passed over.</summary>
    private protected void GiveUp(HfException exception, object? target)
    {
        _isOver = true;
        HasFailed = true;
        WriteError(ErrorRecords.From(exception, target));
    }

    /// <summary>Writes a failure, on the pipeline thread, and the rest goes on.</summary>
    private protected void WriteFailure(HfException exception, object? target)
    {
        HasFailed = true;
        WriteError(ErrorRecords.From(exception, target));
    }

    /// <summary>Does work, and writes its failure as a record.</summary>
    /// <returns>Whether it went well.</returns>
    internal async Task<bool> ReportAsync(CmdletOutput output, object? target, Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
            return true;
        }
        catch (HfException exception)
        {
            await ReportAsync(output, target, exception).ConfigureAwait(false);
            return false;
        }
    }

    /// <summary>Writes a failure as a record; one that would repeat itself for every item is written once.</summary>
    internal async Task ReportAsync(CmdletOutput output, object? target, HfException exception)
    {
        HasFailed = true;
        if (!_isOver)
        {
            _isOver = ErrorRecords.ConcernsAll(exception);
            await output.WriteErrorAsync(ErrorRecords.From(exception, target)).ConfigureAwait(false);
        }
    }

    /// <summary>Does work on an endpoint, and writes its failure as a record.</summary>
    /// <returns>Whether it went well.</returns>
    internal async Task<bool> ReportAsync(CmdletOutput output, FailedEndpoint endpoint, Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
            return true;
        }
        catch (HfException exception)
        {
            await ReportAsync(output, endpoint, exception).ConfigureAwait(false);
            return false;
        }
    }

    /// <summary>Writes the failure of an endpoint as a record; one that concerns its whole account is written once.</summary>
    internal async Task ReportAsync(CmdletOutput output, FailedEndpoint endpoint, HfException exception)
    {
        bool isOther = endpoint.Connection != _connection && exception.Kind != HfErrorKind.Offline;
        if (!isOther)
        {
            await ReportAsync(output, endpoint.Item, endpoint.Complete(exception)).ConfigureAwait(false);
        }
        else if (!_isOver && (!ErrorRecords.ConcernsAll(exception) || _spent.TryAdd(endpoint.Connection, true)))
        {
            HasFailed = true;
            await output.WriteErrorAsync(ErrorRecords.From(endpoint.Complete(exception), endpoint.Item)).ConfigureAwait(false);
        }
    }

    private HfConnection? TryConnect(Func<HfConnection> connect, object? target)
    {
        if (_isOver)
        {
            return null;
        }

        try
        {
            return connect();
        }
        catch (HfException exception)
        {
            GiveUp(exception, target);
            return null;
        }
    }

    private HfConnection MakeConnection() => WithToken(HfSession.Current.GetConnection());

    private HfConnection WithToken(HfConnection connection) =>
        Token is null
            ? connection
            : new HfConnection(
                connection.Options with { Token = HfToken.FromSecureString(Token, "-Token") },
                connection.ChosenNamespace);
}
