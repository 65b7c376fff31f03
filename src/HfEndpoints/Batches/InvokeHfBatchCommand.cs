using System.Threading.Channels;
using HfEndpoints.Client.Batches;

namespace HfEndpoints.Commands;

/// <summary>Sends any number of jobs through one endpoint or several, and writes each answer as a line of a file.</summary>
[Cmdlet(
    VerbsLifecycle.Invoke, "HfBatch", SupportsShouldProcess = true, DefaultParameterSetName = EndpointSet,
    HelpUri = HelpPages.Root + "Invoke-HfBatch.md")]
[OutputType(typeof(HfBatchResult))]
public sealed class InvokeHfBatchCommand : ServerCmdlet<HfEndpointReference[], Uri[]>
{
    private const int PipedAhead = 64;

    private readonly List<HfEndpointReference> _pipedEndpoints = [];
    private Channel<JsonNode?>? _piped;
    private BatchWork? _batch;
    private ReplicaRaise? _replicas;
    private bool _isEndpointGiven;

    /// <summary>The endpoints: names, wildcards, <c>namespace/name</c>, objects, or copies of them. Any of them answers a job.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ParameterSetName = EndpointSet, ValueFromPipeline = true,
        HelpMessage = "The endpoints: names, wildcards, namespace/name, or objects. Any of them answers a job.")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EndpointNameCompleter))]
    [EndpointArgument]
    [ValidateNotNullOrEmpty]
    [ValidateEndpoint]
    public override HfEndpointReference[]? Endpoint { get; set; }

    /// <summary>The addresses of deployed servers, instead of endpoints.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UriSet, HelpMessage = "The addresses of deployed servers, instead of endpoints.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [Alias("Model")]
    [ValidateNotNullOrEmpty]
    public override Uri[]? Uri { get; set; }

    /// <summary>The file of the jobs: JSONL, CSV or Parquet.</summary>
    [Parameter(Position = 1, HelpMessage = "The file of the jobs: JSONL, CSV or Parquet.")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The file for the answers, a JSON object on each line.</summary>
    [Parameter(Mandatory = true, Position = 2, HelpMessage = "The file for the answers, a JSON object on each line.")]
    [ValidateNotNullOrEmpty]
    public string OutPath { get; set; } = "";

    /// <summary>The file for the jobs that fail; by default they are among the answers.</summary>
    [Parameter(HelpMessage = "The file for the jobs that fail; by default they are among the answers.")]
    [ValidateNotNullOrEmpty]
    public string? ErrorPath { get; set; }

    /// <summary>A job from the pipeline, instead of a file: a text, a hashtable or an object.</summary>
    [Parameter(ValueFromPipeline = true, HelpMessage = "A job from the pipeline, instead of a file: a text, a hashtable or an object.")]
    public object? InputObject { get; set; }

    /// <summary>The part of the jobs that this call sends, such as 3/8: every eighth job, beginning with the third.</summary>
    [Parameter(HelpMessage = "The part of the jobs that this call sends, such as 3/8: every eighth job, beginning with the third.")]
    [ShardTransformation]
    [ArgumentCompleter(typeof(ShardCompleter))]
    [ValidateNotNull]
    public HfBatchShard? Shard { get; set; }

    /// <summary>The format of the file, if its extension does not show it.</summary>
    [Parameter(HelpMessage = "The format of the file, if its extension does not show it.")]
    [ValidateSet("Jsonl", "Csv", "Parquet")]
    public string? Format { get; set; }

    /// <summary>The file's encoding: utf8 (the default), unicode, ansi, windows-1252, a code page, ...</summary>
    [Parameter(HelpMessage = "The file's encoding: utf8 (the default), unicode, ansi, windows-1252, a code page, ...")]
    [EncodingTransformation]
    [ArgumentCompleter(typeof(EncodingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Encoding { get; set; }

    /// <summary>The task of the jobs; by default the endpoint's own.</summary>
    [Parameter(HelpMessage = "The task of the jobs; by default the endpoint's own.")]
    [ArgumentCompleter(typeof(TaskCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Task { get; set; }

    /// <summary>Parameters for every job. A job's own parameters take precedence.</summary>
    [Parameter(HelpMessage = "Parameters for every job. A job's own parameters take precedence.")]
    [TableTransformation]
    public IDictionary? Parameter { get; set; }

    /// <summary>The maximum number of concurrent jobs on each endpoint. The batch finds out how many of them it accepts.</summary>
    [Parameter(HelpMessage = "The maximum number of concurrent jobs on each endpoint. The batch finds out how many of them it accepts.")]
    [ValidateRange(1, 4096)]
    public int ThrottleLimit { get; set; } = 256;

    /// <summary>How often a job is retried after a transient failure.</summary>
    [Parameter(HelpMessage = "How often a job is retried after a transient failure.")]
    [ValidateRange(0, 100)]
    public int MaxRetry { get; set; } = 8;

    /// <summary>Retries the jobs that failed in an earlier run.</summary>
    [Parameter(HelpMessage = "Retries the jobs that failed in an earlier run.")]
    public SwitchParameter RetryFailed { get; set; }

    /// <summary>Raises the maximum of replicas of each endpoint to this number, and puts it back at the end.</summary>
    [Parameter(
        ParameterSetName = EndpointSet,
        HelpMessage = "Raises the maximum of replicas of each endpoint to this number, and puts it back at the end.")]
    [ValidateRange(1, 1000)]
    public int? MaxReplica { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() =>
        _isEndpointGiven = MyInvocation.BoundParameters.ContainsKey(nameof(Endpoint)) || Uri is not null;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (IsOver)
        {
            return;
        }

        if (Path is not null && !_isEndpointGiven && !IsStarted)
        {
            // Endpoints that are piped in share the jobs of the file.
            _pipedEndpoints.AddRange(Endpoint!);
            return;
        }

        if (Path is null && !IsStarted && InputObject is PSObject { BaseObject: FileInfo file })
        {
            // A piped file contains the jobs. It is not a job.
            Path = file.FullName;
        }

        if (Path is null && !MyInvocation.ExpectingInput && InputObject is null)
        {
            Refuse("There are no jobs. Give their file with -Path, or pipe them in.");
        }
        else if (Path is not null && IsStarted)
        {
            Refuse("The jobs are those of one file, but several objects were piped in.");
        }
        else if (Path is null && InputObject is PSObject { BaseObject: HfInferenceEndpoint } or HfInferenceEndpoint)
        {
            Refuse("An endpoint was piped in, but no jobs. Give their file with -Path.");
        }
        else if (TryStart() && _piped is not null)
        {
            Submit(_piped.Writer, BatchConversion.ToJob(InputObject));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Endpoint = _pipedEndpoints.Count > 0 ? [.. _pipedEndpoints] : Endpoint;
        bool isMissing = Path is not null && _pipedEndpoints.Count == 0;
        if (IsStarted || IsOver || (!isMissing && TryStart()))
        {
            _piped?.Writer.TryComplete();
            FinishWork();
        }

        _replicas?.PutBack(isWanted: true);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (_batch?.WhatIsDone is { } done)
        {
            LastWords.Say(this, done);
        }

        _replicas?.PutBack(isWanted: false);
    }

    private object? Item => Endpoint is [var only] ? only.Name : Endpoint is not null ? Endpoint.Select(one => $"{one}").ToArray()
        : Uri is [var address] ? address : Uri;

    private void Refuse(string message) => GiveUp(new HfException(HfErrorKind.InvalidRequest, message), Item);

    // On the pipeline thread, because paths, tables and the session belong to it.
    private bool TryStart()
    {
        if (IsStarted)
        {
            return true;
        }

        CalledEndpoint[] called;
        string outPath;
        BatchOptions options;
        BatchInput input;
        try
        {
            called = Uri is null
                ? [.. Endpoint!.Select(one => new CalledEndpoint(ConnectionOf(one), one, null))]
                : [.. Uri.Select(one => new CalledEndpoint(Connection, null, ServerResolver.ToTarget(one, Token is not null)))];
            if (Task is not null)
            {
                BatchClient.CheckTask(Task);
            }

            outPath = FilePaths.One(SessionState, OutPath, nameof(OutPath));
            options = MakeOptions();
            input = MakeInput();
        }
        catch (HfException exception)
        {
            GiveUp(exception, Item);
            return false;
        }

        var terms = new BatchTerms(Task, AllowsPending, Asking.IsWhatIf(this), Asking.IsShown(this));
        string? owner = Namespace;
        object? item = Item;
        _replicas = MaxReplica is { } most ? new ReplicaRaise(this, most) : null;
        StartWork((output, cancellationToken) => ReportAsync(output, item, async () =>
        {
            BatchServers servers = await BatchServers.FindAsync(called, owner, output, cancellationToken).ConfigureAwait(false);
            _batch = new BatchWork(output, input, outPath, options, _replicas);
            await _batch.RunAsync(servers, terms, cancellationToken).ConfigureAwait(false);
        }));
        return true;
    }

    private BatchOptions MakeOptions() => new()
    {
        Parameters = JsonConversion.ToJsonText(Parameter),
        ThrottleLimit = ThrottleLimit,
        MaxRetries = MaxRetry,
        RetryFailed = RetryFailed,
        Shard = Shard,
        ColdStartTimeout = ColdStartTimeout,
        Timeout = Timeout,
        ErrorPath = ErrorPath is null ? null : FilePaths.One(SessionState, ErrorPath, nameof(ErrorPath)),
    };

    private BatchInput MakeInput()
    {
        if (Path is not null)
        {
            return BatchWork.OpenInput(FilePaths.One(SessionState, Path, nameof(Path)), Format, Encoding);
        }

        _piped = Channel.CreateBounded<JsonNode?>(PipedAhead);
        return BatchInput.FromJobs(_piped.Reader.ReadAllAsync());
    }
}
