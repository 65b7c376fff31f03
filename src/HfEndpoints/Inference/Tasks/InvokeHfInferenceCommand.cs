using System.Text.RegularExpressions;

namespace HfEndpoints.Commands;

/// <summary>Runs any task on a deployed endpoint: texts, tables, images and sounds in, objects or files out.</summary>
[Cmdlet(
    VerbsLifecycle.Invoke, "HfInference", SupportsShouldProcess = true, DefaultParameterSetName = EndpointSet,
    HelpUri = HelpPages.Root + "Invoke-HfInference.md")]
[OutputType(
    typeof(HfLabelScore), typeof(HfDetectedObject), typeof(HfImageSegment), typeof(HfAnswer), typeof(HfTableAnswer),
    typeof(HfEntity), typeof(HfMaskFill), typeof(HfTranscription), typeof(HfTextResult), typeof(HfSimilarity),
    typeof(HfRowValue), typeof(HfFeatureRow), typeof(HfMediaResult), typeof(PSObject))]
public sealed partial class InvokeHfInferenceCommand : InferenceCmdlet<TaskJob>, IDynamicParameters
{
    private static readonly HashSet<string> s_own = [.. typeof(InvokeHfInferenceCommand).GetProperties().Select(property => property.Name)];

    private RuntimeDefinedParameterDictionary? _keywords;
    private TaskChoice? _choice;
    private TaskJobs? _jobs;
    private OutputPaths? _paths;
    private bool _isBodySent;

    /// <summary>The inputs: texts, objects, files or their paths, bytes.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true, HelpMessage = "The inputs: texts, objects, files or their paths, bytes.")]
    [Alias("InputObject")]
    public object? Inputs { get; set; }

    /// <summary>The task; by default the endpoint's own.</summary>
    [Parameter(HelpMessage = "The task; by default the endpoint's own.")]
    [ArgumentCompleter(typeof(InferenceTaskCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Task { get; set; }

    /// <summary>Input files.</summary>
    [Parameter(HelpMessage = "Input files.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? InFile { get; set; }

    /// <summary>The media type of the input, if its name does not show it.</summary>
    [Parameter(HelpMessage = "The media type of the input, if its name does not show it.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? ContentType { get; set; }

    /// <summary>Where images, sounds and videos are saved: a file, a folder, or a pattern such as out-{0}.png.</summary>
    [Parameter(HelpMessage = "Where images, sounds and videos are saved: a file, a folder, or a pattern such as out-{0}.png.")]
    [ValidateNotNullOrEmpty]
    public string? OutFile { get; set; }

    /// <summary>Does not overwrite existing files.</summary>
    [Parameter(HelpMessage = "Does not overwrite existing files.")]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Additional parameters, by the server's names.</summary>
    [Parameter(HelpMessage = "Additional parameters, by the server's names.")]
    [TableTransformation]
    public IDictionary? Parameter { get; set; }

    /// <summary>The body, sent as it is instead of inputs and parameters.</summary>
    [Parameter(HelpMessage = "The body, sent as it is instead of inputs and parameters.")]
    [TableTransformation]
    [ValidateNotNull]
    public IDictionary? Body { get; set; }

    /// <summary>The parameters of the task, or of all tasks where it is not known yet which one is run.</summary>
    /// <returns>The parameters.</returns>
    public object GetDynamicParameters() => _keywords = TaskParameters.Make(InferenceTasks.Find(Task ?? TypedTask()), s_own);

    // Of an endpoint given by its name, Tab may ask. A run asks once it has begun; until then it takes the parameters of all tasks.
    private string? TypedTask() =>
        Endpoint?.Endpoint?.Task
        ?? (MyInvocation.PipelinePosition == 0 && Endpoint is { IsPattern: false } named
            ? KnownEndpoints.Find(named.Namespace ?? Namespace, named.Name)?.Task
            : null);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
            _choice = TaskChoice.FromName(Task, Body is not null);
            HashSet<string> typed = [.. MyInvocation.BoundParameters.Keys];
            if (Body is not null && typed.FirstOrDefault(name =>
                name is nameof(Inputs) or nameof(InFile) or nameof(Parameter) || _keywords?.ContainsKey(name) == true) is { } other)
            {
                throw new HfException(HfErrorKind.InvalidRequest, $"-Body is sent as it is, so -{other} can't be combined with it.");
            }

            _jobs = new TaskJobs(typed, Parameter);
            _paths = OutFile is null ? null : new OutputPaths(OutputPaths.Resolve(SessionState, OutFile), NoClobber);
        }
        catch (HfException exception)
        {
            // It would fail for every input.
            GiveUp(exception, null);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (IsOver)
        {
            return;
        }

        // What is sent may cost money, so a preview sends nothing.
        if (Asking.IsWhatIf(this))
        {
            string server = CurrentEndpoint is { } endpoint ? $"endpoint '{endpoint}'" : $"'{Uri}'";
            ShouldProcess(server, _paths is null ? "send an input" : $"send an input and save the answer as '{OutFile}'");
            return;
        }

        if (Body is null)
        {
            foreach (TaskJob job in _jobs!.Make(Inputs, InFile is null ? null : [.. InFile.SelectMany(FilesOf)], _keywords))
            {
                Submit(job with { TextAsPath = PathOf(job.Text) }, job.Text ?? job.File);
            }
        }
        else if (!_isBodySent || MyInvocation.ExpectingInput)
        {
            _isBodySent = true;
            Submit(new TaskJob { Body = JsonConversion.ToJsonObject(Body) }, Body);
        }
    }

    private protected override IInferenceTask<TaskJob> CreateTask() => new TaskRunner(
        _choice!, new TaskFiles(FilePaths.Folder(SessionState), ContentType, _paths));

    private IReadOnlyList<string> FilesOf(string pattern)
    {
        if (WebAddress.TryRead(pattern) is not null)
        {
            return [pattern];
        }

        try
        {
            return FilePaths.Many(SessionState, pattern, nameof(InFile));
        }
        catch (HfException exception)
        {
            WriteError(ErrorRecords.From(exception, pattern));
            return [];
        }
    }

    // Whether a text is a path shows when the task is known, on a thread that may not ask the session any more.
    private string? PathOf(string? text)
    {
        if (text is null || WebAddress.TryRead(text) is not null || !OnDrive().IsMatch(text))
        {
            return null;
        }

        try
        {
            return FilePaths.One(SessionState, text, nameof(Inputs));
        }
        catch (HfException)
        {
            // Then it is a text with a colon; as a path it is looked for as it is.
            return null;
        }
    }

    [GeneratedRegex(@"^(~[/\\]|\w+:)[^\r\n]{0,4096}$")]
    private static partial Regex OnDrive();
}
