using System.Threading.Channels;
using HfEndpoints.Client.Batches;

namespace HfEndpoints.Commands;

/// <summary>Sends any number of jobs through an endpoint, and writes each answer as a line of a file.</summary>
[Cmdlet(
    VerbsLifecycle.Invoke, "HfBatch", SupportsShouldProcess = true, DefaultParameterSetName = EndpointSet,
    HelpUri = HelpPages.Root + "Invoke-HfBatch.md")]
[OutputType(typeof(HfBatchResult))]
public sealed class InvokeHfBatchCommand : ServerCmdlet
{
    private const int PipedAhead = 64;

    private Channel<JsonNode?>? _piped;
    private BatchWork? _batch;

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

    /// <summary>The maximum number of concurrent jobs. The batch finds out how many of them the endpoint accepts.</summary>
    [Parameter(HelpMessage = "The maximum number of concurrent jobs. The batch finds out how many of them the endpoint accepts.")]
    [ValidateRange(1, 4096)]
    public int ThrottleLimit { get; set; } = 256;

    /// <summary>How often a job is retried after a transient failure.</summary>
    [Parameter(HelpMessage = "How often a job is retried after a transient failure.")]
    [ValidateRange(0, 100)]
    public int MaxRetry { get; set; } = 8;

    /// <summary>Retries the jobs that failed in an earlier run.</summary>
    [Parameter(HelpMessage = "Retries the jobs that failed in an earlier run.")]
    public SwitchParameter RetryFailed { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (IsOver)
        {
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
            Refuse("The jobs of one file go to one endpoint, but several objects were piped in.");
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
        if (IsStarted || IsOver || (Path is null && TryStart()))
        {
            _piped?.Writer.TryComplete();
            FinishWork();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (_batch?.WhatIsDone is { } done)
        {
            LastWords.Say(this, done);
        }
    }

    private void Refuse(string message) => GiveUp(new HfException(HfErrorKind.InvalidRequest, message), Endpoint?.Name);

    // On the pipeline thread, because paths, tables and the session belong to it.
    private bool TryStart()
    {
        if (IsStarted)
        {
            return true;
        }

        HfEndpointReference? reference = Endpoint;
        HfConnection session;
        InferenceTarget? address;
        string outPath;
        BatchOptions options;
        BatchInput input;
        try
        {
            session = ConnectionOf(reference);
            address = Uri is null ? null : ServerResolver.ToTarget(Uri, Token is not null);
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
            GiveUp(exception, reference?.Name ?? (object?)Uri);
            return false;
        }

        bool allowPending = AllowsPending;
        bool isWhatIf = Asking.IsWhatIf(this);
        string? owner = Namespace;
        string? task = Task;
        StartWork((output, cancellationToken) => ReportAsync(output, reference?.Name, async () =>
        {
            BatchServer server = await BatchServer
                .FindAsync((reference, address), session, owner, output, cancellationToken).ConfigureAwait(false);
            _batch = new BatchWork(output, input, outPath, options);
            await _batch.RunAsync(server, task, allowPending, isWhatIf, cancellationToken).ConfigureAwait(false);
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
