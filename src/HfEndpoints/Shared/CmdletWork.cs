using System.Runtime.ExceptionServices;

namespace HfEndpoints.Commands;

/// <summary>
/// A piece of asynchronous work of a cmdlet. However the pipeline ends (Ctrl+C, Select-Object -First, -ErrorAction
/// Stop, an exception downstream), the work is cancelled and has ended before the pipeline continues.
/// </summary>
internal sealed class CmdletWork
{
    private readonly PipelinePump _pump;
    private readonly CancellationTokenSource _cancel;
    private readonly CancellationToken _cancellationToken;
    private readonly PSCmdlet _cmdlet;
    private readonly Task _task;

    public CmdletWork(PSCmdlet cmdlet, Func<CmdletOutput, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        _pump = new PipelinePump(cmdlet.WriteObject);
        _cmdlet = cmdlet;
        _cancellationToken = cancellationToken;
        _cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var output = new CmdletOutput(cmdlet, _pump);
        _task = Task.Run(() => work(output, _cancel.Token), CancellationToken.None);
        _task.Observed().ContinueWith(
            _ => _pump.Wake(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Writes the output of the work so far.</summary>
    public void Drain() => Guard(_pump.Drain);

    /// <summary>Writes the output of the work until the condition is true or the work has ended.</summary>
    public void RunUntil(Func<bool> isDone) => Guard(() => _pump.RunUntil(() => _task.IsCompleted || isDone()));

    /// <summary>Makes <see cref="RunUntil"/> check its condition again.</summary>
    public void Wake() => _pump.Wake();

    /// <summary>Whether the work has ended, with or without an exception.</summary>
    public bool IsCompleted => _task.IsCompleted;

    /// <summary>Writes the output of the work until it has ended, and rethrows its exception.</summary>
    public void Finish() => Guard(() =>
    {
        _pump.RunUntil(() => _task.IsCompleted);
        AwaitTask();

        // Output of anything that outlives the work, such as the client of a lease, is dropped.
        _pump.Close();
    });

    /// <summary>Ends the work if the pipeline ended early; does nothing after <see cref="Finish"/>.</summary>
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
            SayWhatMayExist();
            if (exception is OperationCanceledException && _cancellationToken.IsCancellationRequested)
            {
                throw new PipelineStoppedException();
            }

            ExceptionDispatchInfo.Throw(exception);
        }
    }

    // The exception that ends the pipeline is more important than what it does to the work.
    private void SayWhatMayExist()
    {
        ((IAsyncResult)_task).AsyncWaitHandle.WaitOne();
        try
        {
            AwaitTask();
        }
        catch (CreateCanceledException lost)
        {
            string which = lost.Endpoint is null ? "An endpoint" : $"Endpoint '{lost.Endpoint}'";
            LastWords.Warn(
                _cmdlet,
                $"{which} of '{lost.Namespace}' may have been created, and cost money: the create was stopped before it was answered. "
                + ErrorRecords.WhetherCreated(lost.Namespace, lost.Endpoint));
        }
        catch (Exception)
        {
            // What ended the pipeline is thrown instead.
        }
    }

    // The task has ended, so this does not block. It rethrows the original exception.
    private void AwaitTask() => _task.GetAwaiter().GetResult();
}
