namespace HfEndpoints.Commands;

/// <summary>Waits on the pipeline thread until a lease has ended, and says meanwhile what goes wrong.</summary>
internal sealed class LeaseTroubles(PSCmdlet cmdlet)
{
    private static readonly TimeSpan s_lookInterval = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentQueue<string> _troubles = new();

    /// <summary>Called on any thread when the end is retried.</summary>
    public void Tell(string trouble) => _troubles.Enqueue(trouble);

    /// <summary>Waits for the end.</summary>
    /// <returns>Null if it succeeded; otherwise why not.</returns>
    public HfException? Await(Task<HfException?> ending)
    {
        // The pipeline thread waits here in any case. The requests run on other threads.
        while (!ending.Wait(s_lookInterval))
        {
            Say();
        }

        Say();
        return ending.Result;
    }

    private void Say()
    {
        while (_troubles.TryDequeue(out string? trouble))
        {
            LastWords.Warn(cmdlet, trouble);
        }
    }
}
