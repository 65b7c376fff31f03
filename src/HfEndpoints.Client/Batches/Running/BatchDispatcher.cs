using System.Runtime.ExceptionServices;

namespace HfEndpoints.Client.Batches;

/// <summary>
/// Sends jobs through one endpoint or several, as many at once to each as its controller allows. One loop decides everything.
/// An endpoint that can't answer leaves its jobs to the others; the batch ends early only if none is left.
/// </summary>
internal sealed class BatchDispatcher(EndpointLane[] lanes, BatchContext batch, BatchMeter meter)
{
    /// <summary>Sends all jobs.</summary>
    /// <exception cref="HfException">No further job can succeed.</exception>
    public async Task RunAsync(ChannelReader<BatchJob> jobs, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        foreach (EndpointLane lane in lanes)
        {
            lane.Begin(stop.Token);
        }

        try
        {
            while (true)
            {
                Task changed = batch.Signal.Changed;
                cancellationToken.ThrowIfCancellationRequested();
                foreach (EndpointLane lane in lanes)
                {
                    await SettleAsync(lane, jobs, stop.Token).ConfigureAwait(false);
                }

                SetAside(jobs);
                StartAll(jobs);
                meter.CountInFlight();
                meter.Show();
                if (jobs.Completion.IsCompleted && batch.HandedOver.Count == 0
                    && Array.TrueForAll(lanes, lane => lane.IsIdle && !lane.HasUnsure))
                {
                    // If the input ended with an exception, this throws it.
                    await jobs.Completion.ConfigureAwait(false);
                    return;
                }

                await WaitAsync(changed, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            foreach (EndpointLane lane in lanes)
            {
                await lane.FinishAsync().ConfigureAwait(false);
                lane.Dispose();
            }
        }
    }

    private async Task SettleAsync(EndpointLane lane, ChannelReader<BatchJob> jobs, CancellationToken cancellationToken)
    {
        bool wasOpen = lane.Error is null;
        await lane.SettleAsync().ConfigureAwait(false);
        if (lane.IsOpen && lane.HasUnsure)
        {
            bool isLast = jobs.Completion.IsCompleted && batch.HandedOver.Count == 0;
            await lane.SettleUnsureAsync(isLast).ConfigureAwait(false);
        }

        if (!wasOpen || lane.Error is not { } error)
        {
            return;
        }

        lane.Leave();
        if (!lanes.Any(other => other.IsOpen))
        {
            Return(error, cancellationToken);
        }

        batch.Options.Trouble?.Invoke($"{lane.Label} gets no further jobs of this batch; the other endpoints continue. {error.Message}");
    }

    // Those that were still starting are needed after all.
    private void Return(HfException error, CancellationToken cancellationToken)
    {
        EndpointLane[] starting = [.. lanes.Where(lane => lane.IsSetAside)];
        if (starting.Length == 0)
        {
            ExceptionDispatchInfo.Throw(error);
        }

        foreach (EndpointLane lane in starting)
        {
            lane.Return(cancellationToken);
        }
    }

    // The last jobs don't wait for an endpoint that starts, if another one is up and has nothing else to do.
    private void SetAside(ChannelReader<BatchJob> jobs)
    {
        if (lanes.Length == 1 || !jobs.Completion.IsCompleted || batch.HandedOver.Count > 0
            || !lanes.Any(lane => lane.IsOpen && !lane.IsStarting && !lane.IsFailing && lane.Figures.Succeeded > 0)
            || !lanes.All(lane => lane.IsIdle || lane.IsStarting))
        {
            return;
        }

        foreach (EndpointLane lane in lanes.Where(lane => lane.IsOpen && lane.IsStarting))
        {
            lane.SetAside();
        }
    }

    // Those that answer come first, so that the others don't get jobs to fail at.
    private void StartAll(ChannelReader<BatchJob> jobs)
    {
        foreach (EndpointLane lane in lanes)
        {
            if (lane.IsOpen && !lane.IsFailing)
            {
                Start(lane, jobs);
            }
        }

        foreach (EndpointLane lane in lanes)
        {
            if (lane.IsOpen && lane.IsFailing)
            {
                Start(lane, jobs);
            }
        }
    }

    private void Start(EndpointLane lane, ChannelReader<BatchJob> jobs)
    {
        lane.NoteDown();
        while (HasJobFor(lane, jobs, out EndpointLane? holder) && lane.Controller.TryStart(out RequestTicket ticket))
        {
            BatchJob job = holder == lane ? lane.TakeWaiting()
                : holder is not null ? holder.GiveWaiting()
                : batch.HandedOver.TryDequeue(out BatchJob? left) ? left
                : jobs.TryRead(out BatchJob? next) ? next
                : throw new InvalidOperationException();
            lane.Start(job, ticket);
        }
    }

    // First the endpoint's own jobs that are due again, then those that others had to leave, new ones, and those that wait for others.
    private bool HasJobFor(EndpointLane lane, ChannelReader<BatchJob> jobs, out EndpointLane? holder)
    {
        long now = batch.Clock.GetTimestamp();
        holder = lane.DueAt <= now ? lane : null;
        if (holder is not null)
        {
            return true;
        }

        if (!lane.AllowsNew)
        {
            return false;
        }

        if (batch.HandedOver.Count > 0 || jobs.TryPeek(out _))
        {
            return true;
        }

        foreach (EndpointLane other in lanes)
        {
            if (other != lane && !lane.IsFailing && other.CanGive(now))
            {
                holder = other;
                return true;
            }
        }

        return false;
    }

    private async Task WaitAsync(Task changed, CancellationToken cancellationToken)
    {
        TimeSpan delay = BatchMeter.Interval;
        long now = batch.Clock.GetTimestamp();
        foreach (EndpointLane lane in lanes)
        {
            if (lane.DueAt is { } dueAt && batch.Clock.GetElapsedTime(now, Math.Max(now, dueAt)) is var due && due < delay)
            {
                delay = due;
            }

            if (lane.IsOpen && lane.Controller.NextChange() is { } change && change < delay)
            {
                delay = change;
            }
        }

        // A job that is due but was not started waits for something else, so don't loop without a pause.
        delay = delay.TotalMilliseconds < 1 ? TimeSpan.FromMilliseconds(1) : delay;
        await changed.WaitAsync(delay, batch.Clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
