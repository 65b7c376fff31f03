using System.Management.Automation;

namespace HfEndpoints.Commands;

/// <summary>
/// A cmdlet whose work is asynchronous. The work runs on other threads and speaks to the pipeline through
/// <see cref="CmdletOutput"/>; the pipeline thread meanwhile does nothing but write what comes.
/// </summary>
public abstract class AsyncCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Called by the engine on Ctrl+C, on another thread. It only cancels: waiting here could deadlock.</summary>
    protected sealed override void StopProcessing() => _stop.Cancel();

    /// <summary>Called by the engine however the pipeline ends, where nothing else is.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends work that is still under way.</summary>
    /// <param name="disposing">Whether it is called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            // Not disposed: StopProcessing may be running on its own thread just now, and there is no timer in it.
            _stop.Cancel();
        }
    }

    /// <summary>Runs work to its end, writing what it has to say.</summary>
    private protected void Run(Func<CmdletOutput, CancellationToken, Task> work) => Start(work).Finish();

    /// <summary>Starts work that goes on while the pipeline does other things.</summary>
    private protected CmdletWork Start(Func<CmdletOutput, CancellationToken, Task> work) => new(this, work, _stop.Token);
}
