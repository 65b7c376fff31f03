using System.Management.Automation;
using System.Threading.Channels;
using HfEndpoints.Client;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Commands;

/// <summary>
/// A cmdlet that sends inputs to a deployed server, many at a time. The work continues while the next inputs arrive
/// in the pipeline; results are in the order of the inputs.
/// </summary>
/// <typeparam name="TInput">What one input is.</typeparam>
public abstract class InferenceCmdlet<TInput> : HfCmdlet
{
    private protected const string EndpointSet = "Endpoint";
    private protected const string UriSet = "Uri";

    private Channel<InferenceJob<TInput>>? _jobs;
    private CmdletWork? _work;
    private HfEndpointReference? _piped;
    private int _count;

    /// <summary>The endpoint, or its name.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = EndpointSet, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(EndpointNameCompleter))]
    [ValidateNotNull]
    public HfEndpointReference? Endpoint { get; set; }

    /// <summary>The address of a deployed server, instead of an endpoint.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UriSet)]
    [Alias("Model")]
    public virtual Uri? Uri { get; set; }

    /// <summary>The user or organization that owns the endpoint named; by default the session's.</summary>
    [Parameter(ParameterSetName = EndpointSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    /// <summary>
    /// How long to wait for an endpoint that wakes or starts, in seconds or as a TimeSpan; 0 fails at once.
    /// </summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan ColdStartTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long an answer may take, including retries but not the start of the endpoint; by default the session's time, or 15 minutes.
    /// </summary>
    [Parameter]
    [DurationTransformation(MinimumSeconds = 0.001)]
    public TimeSpan? Timeout { get; set; }

    /// <summary>How long a stream may be silent, 0 for no limit; by default the session's time, or 2 minutes.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? IdleTimeout { get; set; }

    /// <summary>How many inputs are answered at once; by default 8.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 8;

    /// <summary>Emits results as they arrive, not in the order of the inputs.</summary>
    [Parameter]
    public SwitchParameter Unordered { get; set; }

    /// <summary>The endpoint of the current record; null if an address was given.</summary>
    private protected HfEndpointReference? CurrentEndpoint => ParameterSetName == EndpointSet ? _piped ?? Endpoint : null;

    /// <summary>Whether answers are streamed, one at a time, because pieces of concurrent answers would mix.</summary>
    private protected virtual bool IsStreamed => false;

    /// <summary>Creates the task from the bound parameters; once, on the pipeline thread.</summary>
    private protected abstract IInferenceTask<TInput> CreateTask();

    /// <summary>Submits an input. Waits if too many are in progress.</summary>
    /// <param name="input">The input.</param>
    /// <param name="target">The target object of its error record.</param>
    private protected void Submit(TInput input, object? target) => Submit(input, target, CurrentEndpoint);

    /// <summary>Submits an input for an endpoint. Waits if too many are in progress.</summary>
    private protected void Submit(TInput input, object? target, HfEndpointReference? endpoint)
    {
        if (IsOver || !TryStart())
        {
            return;
        }

        var job = new InferenceJob<TInput>(_count++, input, endpoint, target);
        while (!_jobs!.Writer.TryWrite(job) && !_work!.IsCompleted)
        {
            Task<bool> room = _jobs.Writer.WaitToWriteAsync().AsTask();
            room.ContinueWith(_ => _work.Wake(), TaskScheduler.Default);
            _work.RunUntil(() => room.IsCompleted);
        }

        _work!.Drain();
    }

    /// <summary>
    /// The texts of the current record. In <c>$endpoint | Invoke-HfTextGeneration 'I am'</c> PowerShell binds the
    /// text to the first parameter, the endpoint, and the endpoint to the text; this swaps them. A text that can't be
    /// read, such as that of a binary file, is one error record, and counts as an input.
    /// </summary>
    /// <param name="bound">The values bound to a parameter with <see cref="TextInputTransformationAttribute"/>.</param>
    /// <param name="parameter">The parameter's name.</param>
    /// <param name="isNeeded">Whether it is an error if none was given.</param>
    /// <returns>The texts that can be sent; null if none was given.</returns>
    private protected IReadOnlyList<TextInput>? TextsOf(string[] bound, string parameter, bool isNeeded = true)
    {
        _piped = null;
        if (PipedEndpointTransformationAttribute.Find(bound) is { } endpoint)
        {
            // A piped object is bound to both.
            bound = Endpoint is { Namespace: null, Name: { } text } ? [text] : [];
            _piped = bound.Length > 0 ? endpoint : null;
        }

        if (bound.Length > 0)
        {
            return [.. bound.Select(text => TryRead(text, parameter)).OfType<TextInput>()];
        }

        if (isNeeded)
        {
            WriteFailure(
                new HfException(HfErrorKind.InvalidRequest, $"There is nothing to send to the endpoint. Use -{parameter}."),
                CurrentEndpoint?.Name);
        }

        return null;
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

    private TextInput? TryRead(string text, string parameter)
    {
        try
        {
            return TextInputReader.Read(text, parameter);
        }
        catch (HfException exception)
        {
            WriteFailure(new HfException(exception) { Index = _count++ }, TextInput.OriginOf(text));
            return null;
        }
    }

    private bool TryStart()
    {
        if (_work is not null)
        {
            return true;
        }

        ServerResolver resolver;
        try
        {
            resolver = new ServerResolver(Connection)
            {
                Token = Token is null ? null : HfToken.FromSecureString(Token, "-Token"),
                Namespace = Namespace,
                Address = ParameterSetName == UriSet ? ServerResolver.ToTarget(Uri!, Token is not null) : null,

                // An explicit time-out also waits for a first deployment.
                AllowsPending = ColdStartTimeout > TimeSpan.Zero
                    && MyInvocation.BoundParameters.ContainsKey(nameof(ColdStartTimeout)),
            };
        }
        catch (HfException exception)
        {
            GiveUp(exception, Uri ?? (object?)Endpoint?.Name);
            return false;
        }

        IInferenceTask<TInput> task = CreateTask();
        int limit = IsStreamed ? 1 : ThrottleLimit;
        bool isOrdered = !Unordered;
        var options = new InferenceOptions { ColdStartTimeout = ColdStartTimeout, Timeout = Timeout, IdleTimeout = IdleTimeout };
        _jobs = Channel.CreateBounded<InferenceJob<TInput>>(limit);
        _work = Start((output, cancellationToken) =>
        {
            resolver.Output = output;
            return new InferenceRun<TInput>(this, output, task, options, resolver)
                .RunAsync(_jobs.Reader.ReadAllAsync(cancellationToken), limit, isOrdered, cancellationToken);
        });
        return true;
    }
}
