using System.Management.Automation;
using System.Threading.Channels;
using HfEndpoints.Client.Account;
using HfEndpoints.Client.Errors;
using HfEndpoints.Client.Inference;
using HfEndpoints.Commands.Generation;
using HfEndpoints.Commands.Pipeline;
using HfEndpoints.Completion;
using HfEndpoints.Parameters;
using HfEndpoints.Session;

namespace HfEndpoints.Commands;

/// <summary>Generates texts on a deployed endpoint: one, many at once, or one piece by piece.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "HfTextGeneration", DefaultParameterSetName = EndpointSet)]
[OutputType(typeof(HfGeneratedText), typeof(HfGeneratedTextChunk))]
public sealed class InvokeHfTextGenerationCommand : GenerationParametersCmdlet
{
    private const string EndpointSet = "Endpoint";
    private const string UriSet = "Uri";

    private Channel<PromptJob>? _jobs;
    private CmdletWork? _work;
    private int _count;

    /// <summary>The endpoint, or its name.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = EndpointSet, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(EndpointNameCompleter))]
    [ValidateNotNull]
    public HfEndpointReference? Endpoint { get; set; }

    /// <summary>The address of a deployed server, instead of an endpoint.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UriSet)]
    [Alias("Model")]
    public Uri? Uri { get; set; }

    /// <summary>What to go on from.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Inputs")]
    [AllowEmptyString]
    public string[] Prompt { get; set; } = [];

    /// <summary>The user or organization that owns the endpoint named; by default the session's.</summary>
    [Parameter(ParameterSetName = EndpointSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    /// <summary>Gives each piece of the text as it comes, one prompt after the other.</summary>
    [Parameter]
    public SwitchParameter Stream { get; set; }

    /// <summary>How many prompts run at once; by default 8.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 8;

    /// <summary>Gives results as they come, not in the prompts' order.</summary>
    [Parameter]
    public SwitchParameter Unordered { get; set; }

    /// <summary>
    /// How long to wait for an endpoint that wakes or starts, in seconds or as a TimeSpan; 0 fails at once.
    /// </summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan ColdStartTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (IsOver || !TryStart())
        {
            return;
        }

        foreach (string prompt in Prompt)
        {
            var job = new PromptJob(_count++, prompt, ParameterSetName == EndpointSet ? Endpoint : null);
            while (!_jobs!.Writer.TryWrite(job) && !_work!.IsCompleted)
            {
                Task<bool> room = _jobs.Writer.WaitToWriteAsync().AsTask();
                room.ContinueWith(_ => _work.Wake(), TaskScheduler.Default);
                _work.RunUntil(() => room.IsCompleted);
            }
        }

        _work!.Drain();
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

    // The work goes on while the next prompts come down the pipeline.
    private bool TryStart()
    {
        if (_work is not null)
        {
            return true;
        }

        HfConnection session;
        InferenceTarget? address;
        try
        {
            session = Connection;
            address = ParameterSetName == UriSet ? ToTarget(Uri!) : null;
        }
        catch (HfException exception)
        {
            GiveUp(exception, Uri ?? (object?)Endpoint?.Name);
            return false;
        }

        var settings = new GenerationSettings(ToParameters())
        {
            Stream = Stream,
            // Streams side by side would mix their pieces.
            ThrottleLimit = Stream ? 1 : ThrottleLimit,
            IsOrdered = !Unordered,
            ColdStartTimeout = ColdStartTimeout,
            WaitForPending = ColdStartTimeout > TimeSpan.Zero
                && MyInvocation.BoundParameters.ContainsKey(nameof(ColdStartTimeout)),
        };
        HfToken? token = Token is null ? null : HfToken.FromSecureString(Token, "-Token");
        string? owner = Namespace;
        _jobs = Channel.CreateBounded<PromptJob>(settings.ThrottleLimit);
        _work = Start((output, cancel) =>
        {
            var resolver = new TargetResolver(session, token, owner, address, settings.WaitForPending, output.Verbose);
            return new GenerationRun(this, output, settings, resolver).RunAsync(_jobs.Reader.ReadAllAsync(cancel), cancel);
        });
        return true;
    }

    private InferenceTarget ToTarget(Uri uri) =>
        uri.IsAbsoluteUri && uri.Scheme is ("http" or "https")
            ? new InferenceTarget(uri, Token is null ? null : true)
            : throw new HfException(
                HfErrorKind.InvalidRequest, $"Uri is '{uri}': an absolute http or https address is allowed.");
}
