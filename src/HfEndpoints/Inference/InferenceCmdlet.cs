using System.Threading.Channels;

namespace HfEndpoints.Commands;

/// <summary>A cmdlet that sends inputs to a deployed server, many at a time; results are in the order of the inputs.</summary>
/// <typeparam name="TInput">What one input is.</typeparam>
public abstract class InferenceCmdlet<TInput> : ServerCmdlet<HfEndpointReference, Uri>
{
    private Channel<InferenceJob<TInput>>? _jobs;
    private HfEndpointReference? _piped;
    private RunningText? _shown;
    private int _count;

    /// <summary>How long a stream may be silent, 0 for no limit; by default the session's time, or 2 minutes.</summary>
    [Parameter(HelpMessage = "How long a stream may be silent, 0 for no limit; by default the session's time, or 2 minutes.")]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [DurationTransformation]
    public TimeSpan? IdleTimeout { get; set; }

    /// <summary>How many inputs are answered at once; by default 8.</summary>
    [Parameter(HelpMessage = "How many inputs are answered at once; by default 8.")]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 8;

    /// <summary>Emits results as they arrive, not in the order of the inputs.</summary>
    [Parameter(HelpMessage = "Emits results as they arrive, not in the order of the inputs.")]
    public SwitchParameter Unordered { get; set; }

    /// <summary>The endpoint of the current record; null if an address was given.</summary>
    private protected HfEndpointReference? CurrentEndpoint => ParameterSetName == EndpointSet ? _piped ?? Endpoint : null;

    /// <summary>Whether answers are streamed, one at a time, because pieces of concurrent answers would mix.</summary>
    private protected virtual bool IsStreamed => false;

    private protected override bool HasManyInputs => _count > 1;

    /// <summary>Creates the task from the bound parameters; once, on the pipeline thread.</summary>
    private protected abstract IInferenceTask<TInput> CreateTask();

    /// <summary>What shows a streamed answer as text; null if something receives its pieces. On the pipeline thread.</summary>
    private protected RunningText? Shown => _shown ??= IsStreamed && PromptOutput.IsSeen(this) ? new RunningText(this) : null;

    /// <summary>Submits an input. Waits if too many are in progress.</summary>
    /// <param name="input">The input.</param>
    /// <param name="target">The target object of its error record.</param>
    private protected void Submit(TInput input, object? target) => Submit(input, target, CurrentEndpoint);

    /// <summary>Submits an input for an endpoint. Waits if too many are in progress.</summary>
    private protected void Submit(TInput input, object? target, HfEndpointReference? endpoint)
    {
        if (!IsOver && TryStart())
        {
            Submit(_jobs!.Writer, new InferenceJob<TInput>(_count++, input, endpoint, target));
        }
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
        if (bound is [{ } piped] && TextInput.OriginOf(piped) is HfEndpointReference endpoint)
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
        FinishWork();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);

        // After Ctrl+C, the prompt begins a line of its own.
        _shown?.End();
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
        if (IsStarted)
        {
            return true;
        }

        ServerResolver resolver;
        try
        {
            resolver = new ServerResolver(Connection)
            {
                Token = OwnToken,
                Namespace = Namespace,
                Address = ParameterSetName == UriSet ? ServerResolver.ToTarget(Uri!, Token is not null) : null,
                AllowsPending = AllowsPending,
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
        StartWork((output, cancellationToken) =>
        {
            resolver.Output = output;
            return new InferenceRun<TInput>(this, output, task, options, resolver)
                .RunAsync(_jobs.Reader.ReadAllAsync(cancellationToken), limit, isOrdered, cancellationToken);
        });
        return true;
    }
}
