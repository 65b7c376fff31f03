using System.Management.Automation;
using System.Security;
using HfEndpoints.Client;

namespace HfEndpoints.Commands;

/// <summary>A cmdlet that talks to Hugging Face: with which account, and what becomes of failures.</summary>
public abstract class HfCmdlet : AsyncCmdlet
{
    private HfConnection? _connection;

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

    /// <summary>Runs work; a failure is written as a record of its own, and the pipeline goes on.</summary>
    internal void RunForItem(object? target, Func<HfConnection, CmdletOutput, CancellationToken, Task> work)
    {
        if (_isOver)
        {
            return;
        }

        HfConnection connection;
        try
        {
            connection = Connection;
        }
        catch (HfException exception)
        {
            GiveUp(exception, target);
            return;
        }

        Run((output, token) => ReportAsync(output, target, () => work(connection, output, token)));
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

    private HfConnection MakeConnection()
    {
        HfConnection connection = HfSession.Current.GetConnection();
        return Token is null
            ? connection
            : new HfConnection(
                connection.Options with { Token = HfToken.FromSecureString(Token, "-Token") },
                connection.ChosenNamespace);
    }
}
