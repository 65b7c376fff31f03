using System.Runtime.CompilerServices;
using System.Security;

namespace HfEndpoints.Commands;

/// <summary>
/// The base of cmdlets that call Hugging Face: finds the account, and writes failures as error records. The work runs on other
/// threads and writes through <see cref="CmdletOutput"/>. Meanwhile the pipeline thread only writes what arrives.
/// </summary>
public abstract class HfCmdlet : PSCmdlet, IDisposable
{
    // How much of an input an error shows.
    private const int MaxShown = 40;

    private readonly CancellationTokenSource _stop = new();

    // The accounts of endpoint objects, with the token of this call if there is one.
    private readonly Dictionary<HfConnection, HfConnection> _connections = [];
    private HfConnection? _connection;

    // Accounts for which one record already says why their endpoints can't be reached.
    private readonly ConcurrentDictionary<HfConnection, bool> _spent = new();

    // One error record was for all items; the rest are skipped.
    private bool _isOver;

    /// <summary>The token of this call alone, as a secure string or text.</summary>
    [Parameter(HelpMessage = "The token of this call alone, as a secure string or text.")]
    [TokenTransformation]
    public virtual SecureString? Token { get; set; }

    /// <summary>Whether no item can succeed any more.</summary>
    internal bool IsOver => _isOver;

    /// <summary>Whether an item failed.</summary>
    internal bool HasFailed { get; private set; }

    /// <summary>The account and service of this call. On the pipeline thread only.</summary>
    internal HfConnection Connection => _connection ??= WithToken(HfSession.Current.GetConnection());

    /// <summary>Whether there are several inputs, so that an error has to say of which it is.</summary>
    private protected virtual bool HasManyInputs => false;

    /// <summary>Called by the engine on Ctrl+C, on another thread. It only cancels, because waiting could deadlock.</summary>
    protected sealed override void StopProcessing() => _stop.Cancel();

    /// <summary>Called by the engine however the pipeline ends, even if nothing else is called.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends work that is still running.</summary>
    /// <param name="disposing">Whether it is called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            // Not disposed, because StopProcessing may be running on its thread. It has no timer, so nothing leaks.
            _stop.Cancel();
        }
    }

    /// <summary>A switch that may be off, on, or not given.</summary>
    private protected bool? IfBound(SwitchParameter value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        MyInvocation.BoundParameters.ContainsKey(name) ? value.IsPresent : null;

    /// <summary>Runs work to its end and writes its output.</summary>
    private protected void Run(Func<CmdletOutput, CancellationToken, Task> work) => Start(work).Finish();

    /// <summary>Starts work that continues while the pipeline does other things.</summary>
    private protected CmdletWork Start(Func<CmdletOutput, CancellationToken, Task> work) => new(this, work, _stop.Token);

    /// <summary>Runs work. A failure is written as an error record, and the pipeline continues.</summary>
    internal void RunForItem(object? target, Func<HfConnection, CmdletOutput, CancellationToken, Task> work)
    {
        if (TryConnect(() => Connection, target) is { } connection)
        {
            Run((output, cancellationToken) => ReportAsync(output, target, () => work(connection, output, cancellationToken)));
        }
    }

    /// <summary>Runs work with the account and service of an endpoint. A failure is written as an error record.</summary>
    internal void RunForEndpoint(HfEndpointReference reference, Func<HfConnection, CmdletOutput, CancellationToken, Task> work)
    {
        if (TryConnect(() => ConnectionOf(reference), reference.Given) is { } connection && !_spent.ContainsKey(connection))
        {
            Run((output, cancellationToken) =>
                ReportAsync(output, new FailedEndpoint(reference, connection), () => work(connection, output, cancellationToken)));
        }
    }

    /// <summary>The account and service for an endpoint. On the pipeline thread only.</summary>
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

    /// <summary>Writes, on the pipeline thread, why no item can succeed. The rest are skipped.</summary>
    private protected void GiveUp(HfException exception, object? target)
    {
        _isOver = true;
        HasFailed = true;
        WriteError(ErrorRecords.From(exception, target));
    }

    /// <summary>Writes a failure on the pipeline thread, and continues.</summary>
    private protected void WriteFailure(HfException exception, object? target)
    {
        HasFailed = true;
        WriteError(ErrorRecords.From(Place(exception, target), target));
    }

    /// <summary>Runs work, and writes a failure as an error record.</summary>
    /// <returns>Whether it succeeded.</returns>
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

    /// <summary>Writes a failure as an error record. A failure that would repeat for every item is written once.</summary>
    internal async Task ReportAsync(CmdletOutput output, object? target, HfException exception)
    {
        HasFailed = true;
        if (!_isOver)
        {
            _isOver = ErrorRecords.ConcernsAll(exception);
            await output.WriteErrorAsync(ErrorRecords.From(Place(exception, target), target)).ConfigureAwait(false);
        }
    }

    // The index as PowerShell counts, and the input itself, because there may be thousands of them.
    private HfException Place(HfException exception, object? target)
    {
        if (exception.Index is not { } index || (index == 0 && !HasManyInputs))
        {
            return exception;
        }

        string? text = target is FileSystemInfo file ? file.Name : target as string;
        string item = text is null ? "" : $" '{(text.Length <= MaxShown ? text : text[..MaxShown] + "...")}'".ReplaceLineEndings(" ");
        return new HfException(exception, string.Create(CultureInfo.InvariantCulture, $"[{index}]{item}: {exception.Message}"));
    }

    /// <summary>Runs work on an endpoint, and writes a failure as an error record.</summary>
    /// <returns>Whether it succeeded.</returns>
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

    /// <summary>Writes the failure of an endpoint as an error record. A failure of its whole account is written once.</summary>
    internal async Task ReportAsync(CmdletOutput output, FailedEndpoint endpoint, HfException exception)
    {
        exception = await NearestEndpoint.SuggestAsync(endpoint.Complete(exception), endpoint.Connection, output).ConfigureAwait(false);
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

    /// <summary>The token of this call; null if none was given, or an empty one.</summary>
    private protected HfToken? OwnToken => Token is null ? null : HfToken.FromSecureString(Token, "-Token");

    /// <summary>The connection with the token of this call, if one was given.</summary>
    private protected HfConnection WithToken(HfConnection connection) =>
        Token is null ? connection : new HfConnection(connection.Options with { Token = OwnToken }, connection.ChosenNamespace);
}
