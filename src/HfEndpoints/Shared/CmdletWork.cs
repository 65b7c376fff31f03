using System.Management.Automation;
using System.Runtime.ExceptionServices;

namespace HfEndpoints.Commands;

/// <summary>
/// A piece of asynchronous work that belongs to a cmdlet. However the pipeline ends (Ctrl+C, a Select-Object that has
/// enough, an error action of Stop, a throw downstream), the work is cancelled and has ended before the pipeline goes
/// on.
/// </summary>
internal sealed class CmdletWork
{
    private readonly PipelinePump _pump = new();
    private readonly CancellationTokenSource _cancel;
    private readonly CancellationToken _stop;
    private readonly Task _task;

    public CmdletWork(PSCmdlet cmdlet, Func<CmdletOutput, CancellationToken, Task> work, CancellationToken stop)
    {
        _stop = stop;
        _cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var output = new CmdletOutput(cmdlet, _pump);
        CancellationToken token = _cancel.Token;
        _task = Task.Run(() => work(output, token), CancellationToken.None);
        _task.ContinueWith(
            _ => _pump.Wake(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Writes what the work has to say so far.</summary>
    public void Drain() => Guard(_pump.Drain);

    /// <summary>Writes what the work says until the condition holds, or the work has ended.</summary>
    public void RunUntil(Func<bool> isDone) => Guard(() => _pump.RunUntil(() => _task.IsCompleted || isDone()));

    /// <summary>Makes <see cref="RunUntil"/> look at its condition again.</summary>
    public void Wake() => _pump.Wake();

    /// <summary>Whether the work has ended, well or badly.</summary>
    public bool IsCompleted => _task.IsCompleted;

    /// <summary>Writes what the work says until it has ended, and throws what it threw.</summary>
    public void Finish() => Guard(() =>
    {
        _pump.RunUntil(() => _task.IsCompleted);
        AwaitTask();

        // What outlives the work, such as the client of a lease, speaks to nobody.
        _pump.Close();
    });

    /// <summary>Ends the work where the pipeline ended without asking it; does nothing after <see cref="Finish"/>.</summary>
    public void Abandon()
    {
        _cancel.Cancel();
        _pump.Close();
    }

    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception)
        {
            Abandon();
            ((IAsyncResult)_task).AsyncWaitHandle.WaitOne();
            if (exception is OperationCanceledException && _stop.IsCancellationRequested)
            {
                throw new PipelineStoppedException();
            }

            ExceptionDispatchInfo.Throw(exception);
        }
    }

    // Blocks for a task that has ended already; throws its first exception as it was.
    private void AwaitTask() => _task.GetAwaiter().GetResult();
}
