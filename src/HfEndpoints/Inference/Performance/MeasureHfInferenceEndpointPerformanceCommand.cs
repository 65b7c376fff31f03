using HfEndpoints.Client.Batches;

namespace HfEndpoints.Commands;

/// <summary>Loads an endpoint stage by stage, and emits what each stage measured.</summary>
[Cmdlet(
    VerbsDiagnostic.Measure, "HfInferenceEndpointPerformance", SupportsShouldProcess = true, DefaultParameterSetName = EndpointSet,
    HelpUri = HelpPages.Root + "Measure-HfInferenceEndpointPerformance.md")]
[OutputType(typeof(HfPerformanceStage))]
public sealed class MeasureHfInferenceEndpointPerformanceCommand : ServerCmdlet<HfEndpointReference, Uri>
{
    private readonly List<string> _prompts = [];
    private readonly List<HfPerformanceStage> _stages = [];
    private bool _pipesEndpoints;

    /// <summary>The prompts, sent in turn; without any, texts of -InputTokens are made up.</summary>
    [Parameter(Position = 1, HelpMessage = "The prompts, sent in turn; without any, texts of -InputTokens are made up.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Prompt { get; set; } = [];

    /// <summary>A file of prompts: a line each of a .txt, or the jobs of a JSONL or CSV file.</summary>
    [Parameter(HelpMessage = "A file of prompts: a line each of a .txt, or the jobs of a JSONL or CSV file.")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>A prompt from the pipeline: a text, or an object with a prompt.</summary>
    [Parameter(ValueFromPipeline = true, HelpMessage = "A prompt from the pipeline: a text, or an object with a prompt.")]
    public object? InputObject { get; set; }

    /// <summary>About how many tokens a made-up prompt has.</summary>
    [Parameter(HelpMessage = "About how many tokens a made-up prompt has.")]
    [ValidateRange(1, 1_000_000)]
    public int InputTokens { get; set; } = 128;

    /// <summary>The maximum number of tokens of an answer.</summary>
    [Parameter(HelpMessage = "The maximum number of tokens of an answer.")]
    [ValidateRange(1, 1_000_000)]
    public int OutputTokens { get; set; } = 128;

    /// <summary>What to send; by default what the endpoint is for: chat, or text generation without it.</summary>
    [Parameter(HelpMessage = "What to send; by default what the endpoint is for: chat, or text generation without it.")]
    [ValidateSet("chat", "text-generation", "feature-extraction")]
    public string? Task { get; set; }

    /// <summary>How many requests are under way at once, in a stage each.</summary>
    [Parameter(HelpMessage = "How many requests are under way at once, in a stage each.")]
    [ValidateRange(1, 4096)]
    public int[] Concurrency { get; set; } = [];

    /// <summary>How many requests come per second, at random times, in a stage each.</summary>
    [Parameter(HelpMessage = "How many requests come per second, at random times, in a stage each.")]
    [ValidateRange(0.001, 100_000)]
    public double[] RequestRate { get; set; } = [];

    /// <summary>Doubles the concurrency, from 1 or -Concurrency, until the goodput no longer rises.</summary>
    [Parameter(HelpMessage = "Doubles the concurrency, from 1 or -Concurrency, until the goodput no longer rises.")]
    public SwitchParameter Auto { get; set; }

    /// <summary>For how long each stage sends requests; by default 30 seconds if there is no -Count.</summary>
    [Parameter(HelpMessage = "For how long each stage sends requests; by default 30 seconds if there is no -Count.")]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [DurationTransformation(MinimumSeconds = 0.1)]
    public TimeSpan? Duration { get; set; }

    /// <summary>How many requests each stage sends.</summary>
    [Parameter(HelpMessage = "How many requests each stage sends.")]
    [ValidateRange(1, 10_000_000)]
    public int? Count { get; set; }

    /// <summary>How many requests are sent before anything is measured.</summary>
    [Parameter(HelpMessage = "How many requests are sent before anything is measured.")]
    [ValidateRange(0, 10_000)]
    public int WarmUp { get; set; } = 3;

    /// <summary>An answer that begins later does not count as good.</summary>
    [Parameter(HelpMessage = "An answer that begins later does not count as good.")]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [DurationTransformation(MinimumSeconds = 0.001)]
    public TimeSpan? MaxTimeToFirstToken { get; set; }

    /// <summary>An answer whose tokens are on average further apart does not count as good.</summary>
    [Parameter(HelpMessage = "An answer whose tokens are on average further apart does not count as good.")]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [DurationTransformation(MinimumSeconds = 0.0001)]
    public TimeSpan? MaxInterTokenLatency { get; set; }

    /// <summary>Files for the results: a page with charts, and JSON if the name ends in .json.</summary>
    [Parameter(HelpMessage = "Files for the results: a page with charts, and JSON if the name ends in .json.")]
    [ValidateNotNullOrEmpty]
    public string[] ReportPath { get; set; } = [];

    /// <summary>The JSON of an earlier test, to compare with stage by stage.</summary>
    [Parameter(HelpMessage = "The JSON of an earlier test, to compare with stage by stage.")]
    [ValidateNotNullOrEmpty]
    public string? BaselinePath { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _pipesEndpoints = Endpoint is null && Uri is null;
        try
        {
            MakeOptions().Check();
        }
        catch (HfException exception)
        {
            GiveUp(exception, Endpoint?.Name);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (IsOver)
        {
            return;
        }

        if (_pipesEndpoints)
        {
            RunTest(Endpoint);
        }
        else if (InputObject is PSObject { BaseObject: HfInferenceEndpoint } or HfInferenceEndpoint)
        {
            Refuse("An endpoint was piped in, but which to use was given already. Pipe prompts, or leave out -Endpoint.");
        }
        else if (InputObject is PSObject { BaseObject: FileInfo file })
        {
            // A piped file contains the prompts. It is not one.
            Path = file.FullName;
        }
        else if (InputObject is not null)
        {
            AddPrompt(InputObject);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (!_pipesEndpoints && !IsOver)
        {
            if (MyInvocation.ExpectingInput && _prompts.Count == 0 && Path is null && Prompt.Length == 0)
            {
                Refuse("No prompts were piped in.");
                return;
            }

            RunTest(Endpoint);
        }
    }

    private void AddPrompt(object value)
    {
        try
        {
            _prompts.Add(LoadPrompts.TextOf(new InputLine(_prompts.Count + 1, BatchConversion.ToJob(value))));
        }
        catch (HfException exception)
        {
            // A test of other prompts than those given would measure something else.
            GiveUp(exception, value);
        }
    }

    private void Refuse(string message) => GiveUp(new HfException(HfErrorKind.InvalidRequest, message), Endpoint?.Name);

    private void RunTest(HfEndpointReference? reference)
    {
        HfConnection session;
        InferenceTarget? address;
        PerformanceFiles files;
        try
        {
            session = ConnectionOf(reference);
            address = Uri is null ? null : ServerResolver.ToTarget(Uri, Token is not null);
            files = new PerformanceFiles(
                Path is null ? null : FilePaths.One(SessionState, Path, nameof(Path)),
                BaselinePath is null ? null : FilePaths.One(SessionState, BaselinePath, nameof(BaselinePath)),
                [.. ReportPath.Select(path => FilePaths.One(SessionState, path, nameof(ReportPath)))]);
        }
        catch (HfException exception)
        {
            GiveUp(exception, reference?.Name ?? (object?)Uri);
            return;
        }

        string? owner = Namespace;
        var work = new PerformanceWork(MakeOptions(), files, AllowsPending, _stages);
        Run((output, cancellationToken) => ReportAsync(output, reference?.Name ?? (object?)Uri, async () =>
        {
            CalledServer server = await CalledServer
                .FindAsync((reference, address), session, owner, output, cancellationToken).ConfigureAwait(false);
            await work.RunAsync(output, server, cancellationToken).ConfigureAwait(false);
        }));
    }

    private LoadTestOptions MakeOptions() => new()
    {
        Concurrency = Concurrency,
        RequestRates = RequestRate,
        IsAuto = Auto,
        Duration = Duration,
        Count = Count,
        WarmUp = WarmUp,
        MaxTimeToFirstToken = MaxTimeToFirstToken,
        MaxInterTokenLatency = MaxInterTokenLatency,
        Task = Task,
        Prompts = [.. Prompt, .. _prompts],
        InputTokens = InputTokens,
        OutputTokens = OutputTokens,
        ColdStartTimeout = ColdStartTimeout,
        Timeout = Timeout,
    };
}
