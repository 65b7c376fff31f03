using System.Threading.Channels;

namespace HfEndpoints.Commands;

/// <summary>A cmdlet that sends inputs to a deployed server. The work continues while the next inputs arrive in the pipeline.</summary>
/// <typeparam name="TEndpoint">The endpoint, or several.</typeparam>
/// <typeparam name="TUri">The address, or several.</typeparam>
public abstract class ServerCmdlet<TEndpoint, TUri> : HfCmdlet
    where TEndpoint : class
    where TUri : class
{
    private protected const string EndpointSet = "Endpoint";
    private protected const string UriSet = "Uri";

    private CmdletWork? _work;

    /// <summary>The endpoint, or its name.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ParameterSetName = EndpointSet, ValueFromPipeline = true,
        HelpMessage = "The endpoint, or its name.")]
    [ArgumentCompleter(typeof(EndpointNameCompleter))]
    [ValidateNotNull]
    public virtual TEndpoint? Endpoint { get; set; }

    /// <summary>The address of a deployed server, instead of an endpoint.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UriSet, HelpMessage = HelpText.Uri)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [Alias("Model")]
    public virtual TUri? Uri { get; set; }

    /// <summary>The user or organization that owns the endpoint named; by default the session's.</summary>
    [Parameter(
        ParameterSetName = EndpointSet,
        HelpMessage = "The user or organization that owns the endpoint named; by default the session's.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    /// <summary>How long to wait for an endpoint that wakes or starts, in seconds or as a TimeSpan; 0 fails at once.</summary>
    [Parameter(HelpMessage = "How long to wait for an endpoint that wakes or starts, in seconds or as a TimeSpan; 0 fails at once.")]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [DurationTransformation]
    public TimeSpan ColdStartTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long an answer may take, including retries but not the start of the endpoint; by default the session's time, or 15 minutes.
    /// </summary>
    [Parameter(
        HelpMessage = "How long an answer may take, including retries but not the start of the endpoint; by default the "
            + "session's time, or 15 minutes.")]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [DurationTransformation(MinimumSeconds = 0.001)]
    public TimeSpan? Timeout { get; set; }

    /// <summary>Whether the work has begun.</summary>
    private protected bool IsStarted => _work is not null;

    /// <summary>Whether to wait for a first deployment: an explicit time-out does.</summary>
    private protected bool AllowsPending => ColdStartTimeout > TimeSpan.Zero
        && MyInvocation.BoundParameters.ContainsKey(nameof(ColdStartTimeout));

    /// <summary>Starts the work on what is submitted.</summary>
    private protected void StartWork(Func<CmdletOutput, CancellationToken, Task> work) => _work = Start(work);

    /// <summary>Submits an item to the work. Meanwhile writes the work's output. Waits if the work has too many.</summary>
    private protected void Submit<T>(ChannelWriter<T> work, T item)
    {
        while (!work.TryWrite(item) && !_work!.IsCompleted)
        {
            Task<bool> room = work.WaitToWriteAsync().AsTask();
            room.ContinueWith(_ => _work.Wake(), TaskScheduler.Default);
            _work.RunUntil(() => room.IsCompleted);
        }

        _work!.Drain();
    }

    /// <summary>Waits for the end of the work, if it has begun.</summary>
    private protected void FinishWork() => _work?.Finish();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _work?.Abandon();
    }
}
