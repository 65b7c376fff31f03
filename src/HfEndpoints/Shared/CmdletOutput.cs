namespace HfEndpoints.Commands;

/// <summary>The output of asynchronous work to the pipeline, from any thread.</summary>
internal sealed class CmdletOutput
{
    // The host redraws no more often than this, and each record costs a thread switch.
    private static readonly TimeSpan s_progressInterval = TimeSpan.FromMilliseconds(250);

    private readonly PSCmdlet _cmdlet;
    private readonly PipelinePump _pump;
    private readonly bool _isDebugged;

    // With -Debug PowerShell would ask after each verbose line whether to continue.
    private readonly bool _isVerboseAsked;
    private readonly Dictionary<int, long> _progressShown = [];

    /// <summary>Create it on the pipeline thread.</summary>
    public CmdletOutput(PSCmdlet cmdlet, PipelinePump pump)
    {
        _cmdlet = cmdlet;
        _pump = pump;

        // Read beforehand, because a line for each request would cost a thread switch even if not shown.
        Dictionary<string, object> bound = cmdlet.MyInvocation.BoundParameters;
        bool isSwitchedOn = bound.TryGetValue("Debug", out object? debug) && LanguagePrimitives.IsTrue(debug);
        _isVerboseAsked = isSwitchedOn && !bound.ContainsKey("Verbose");
        _isDebugged = isSwitchedOn || (debug is null
            && cmdlet.GetVariableValue("DebugPreference") is not (null or ActionPreference.SilentlyContinue or ActionPreference.Ignore));
    }

    /// <summary>Writes an object. Waits only if the pipeline lags far behind.</summary>
    public ValueTask WriteAsync(object item) => _pump.WriteAsync(item);

    /// <summary>Writes objects, and returns when the pipeline has taken all of them.</summary>
    public Task WriteAllAsync(IReadOnlyCollection<object> items) =>
        items.Count == 0
            ? Task.CompletedTask
            : _pump.InvokeAsync(() =>
            {
                _cmdlet.WriteObject(items, enumerateCollection: true);
                return true;
            });

    /// <summary>Does something on the pipeline thread, and returns when it is done.</summary>
    public Task RunAsync(Action act) => AskAsync(() =>
    {
        act();
        return true;
    });

    /// <summary>Does something on the pipeline thread, and returns its result.</summary>
    public Task<T> AskAsync<T>(Func<T> ask) => _pump.InvokeAsync(ask);

    /// <summary>Writes an error, and returns when the pipeline has taken it.</summary>
    public Task WriteErrorAsync(ErrorRecord error) => _pump.InvokeAsync(() =>
    {
        _cmdlet.WriteError(error);
        return true;
    });

    /// <summary>Calls ShouldProcess.</summary>
    public Task<bool> ShouldProcessAsync(string target, string action) => AskAsync(() => _cmdlet.ShouldProcess(target, action));

    /// <summary>Asks the user.</summary>
    public Task<bool> ShouldContinueAsync(string query, string caption) => AskAsync(() => _cmdlet.ShouldContinue(query, caption));

    private Task<bool> AskAsync(Func<bool> ask) => _pump.InvokeAsync(() => Asking.Ask(_cmdlet, ask));

    /// <summary>The options of a client that logs to this cmdlet. All messages are written before anything is changed.</summary>
    public HfClientOptions Follow(HfClientOptions options) => options with
    {
        Log = Verbose,
        RequestLog = _isDebugged ? Debug : null,
        BeforeChange = FlushAsync,
    };

    /// <summary>Waits until the pipeline has taken all output, so that a reader can stop what follows.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => _pump.FlushAsync().WaitAsync(cancellationToken);

    public void Debug(string text) => _pump.Post(() => _cmdlet.WriteDebug(text));

    public void Verbose(string text)
    {
        if (_isVerboseAsked)
        {
            Debug(text);
        }
        else
        {
            _pump.Post(() => _cmdlet.WriteVerbose(text));
        }
    }

    public void Warn(string text) => _pump.Post(() => _cmdlet.WriteWarning(text));

    /// <summary>Whether progress of an activity would be shown now: at most four times a second.</summary>
    public bool IsProgressDue(int activity)
    {
        lock (_progressShown)
        {
            return !_progressShown.TryGetValue(activity, out long shown)
                || Environment.TickCount64 - shown >= s_progressInterval.TotalMilliseconds;
        }
    }

    /// <summary>Shows progress, if it is due.</summary>
    public void Progress(ProgressRecord record)
    {
        if (!IsProgressDue(record.ActivityId))
        {
            return;
        }

        lock (_progressShown)
        {
            _progressShown[record.ActivityId] = Environment.TickCount64;
        }

        _pump.Post(() => _cmdlet.WriteProgress(record));
    }

    /// <summary>Ends the progress of an activity, if any was shown.</summary>
    public void EndProgress(int activity, string name, string status = "done")
    {
        bool wasShown;
        lock (_progressShown)
        {
            wasShown = _progressShown.Remove(activity);
        }

        if (wasShown)
        {
            _pump.Post(() => _cmdlet.WriteProgress(
                new ProgressRecord(activity, name, status) { RecordType = ProgressRecordType.Completed }));
        }
    }
}
