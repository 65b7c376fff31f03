using System.Management.Automation;

namespace HfEndpoints.Commands;

/// <summary>
/// A cmdlet whose work is asynchronous. The work runs on other threads and writes through <see cref="CmdletOutput"/>.
/// Meanwhile the pipeline thread only writes what arrives.
/// </summary>
public abstract class AsyncCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

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

    /// <summary>Runs work to its end and writes its output.</summary>
    private protected void Run(Func<CmdletOutput, CancellationToken, Task> work) => Start(work).Finish();

    /// <summary>Starts work that continues while the pipeline does other things.</summary>
    private protected CmdletWork Start(Func<CmdletOutput, CancellationToken, Task> work) => new(this, work, _stop.Token);
}
