using System.Management.Automation;
using System.Threading.Channels;

namespace HfEndpoints.Commands;

/// <summary>
/// A cmdlet that has inputs answered by a deployed server, many at a time. The work goes on while the next inputs come
/// down the pipeline; the results come in the inputs' order.
/// </summary>
public abstract class InferenceCmdlet : ServerCmdlet
{
    private Channel<InferenceJob>? _jobs;
    private CmdletWork? _work;
    private int _count;

    /// <summary>How many inputs are answered at once; by default 8.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 8;

    /// <summary>Gives results as they come, not in the inputs' order.</summary>
    [Parameter]
    public SwitchParameter Unordered { get; set; }

    /// <summary>Whether answers come piece by piece: side by side, their pieces would mix.</summary>
    private protected virtual bool IsStreamed => false;

    /// <summary>Makes what is done with each input, of the parameters bound; once, on the pipeline thread.</summary>
    private protected abstract IInferenceTask CreateTask();

    /// <summary>Hands an input over, and waits where too many are under way.</summary>
    private protected void Submit(object input)
    {
        if (IsOver || !TryStart())
        {
            return;
        }

        var job = new InferenceJob(_count++, input, CurrentEndpoint);
        while (!_jobs!.Writer.TryWrite(job) && !_work!.IsCompleted)
        {
            Task<bool> room = _jobs.Writer.WaitToWriteAsync().AsTask();
            room.ContinueWith(_ => _work.Wake(), TaskScheduler.Default);
            _work.RunUntil(() => room.IsCompleted);
        }

        _work!.Drain();
    }

    /// <summary>Hands over each text of the record at hand.</summary>
    private protected void SubmitTexts(string[] bound, string parameter)
    {
        string[] texts = TextsOf(bound);
        if (texts.Length == 0)
        {
            WriteFailure(
                new HfException(HfErrorKind.InvalidRequest, $"There is nothing to send to the endpoint: give -{parameter}."),
                CurrentEndpoint?.Name);
        }

        foreach (string text in texts)
        {
            Submit(text);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _jobs?.Writer.Complete();
        _work?.Finish();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _work?.Abandon();
    }

    private bool TryStart()
    {
        if (_work is not null)
        {
            return true;
        }

        if (TryMakeResolver() is not { } makeResolver)
        {
            return false;
        }

        IInferenceTask task = CreateTask();
        var settings = new InferenceSettings
        {
            ThrottleLimit = IsStreamed ? 1 : ThrottleLimit,
            IsOrdered = !Unordered,
            ColdStartTimeout = ColdStartTimeout,
        };
        _jobs = Channel.CreateBounded<InferenceJob>(settings.ThrottleLimit);
        _work = Start((output, cancel) =>
            new InferenceRun(this, output, task, settings, makeResolver(output.Verbose))
                .RunAsync(_jobs.Reader.ReadAllAsync(cancel), cancel));
        return true;
    }
}
