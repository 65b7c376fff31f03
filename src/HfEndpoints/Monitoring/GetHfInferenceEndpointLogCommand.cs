namespace HfEndpoints.Commands;

/// <summary>Gets the logs of endpoints, follows them, or saves them to files.</summary>
[Cmdlet(
    VerbsCommon.Get, "HfInferenceEndpointLog", SupportsShouldProcess = true, DefaultParameterSetName = EndpointSet,
    HelpUri = HelpPages.Root + "Get-HfInferenceEndpointLog.md")]
[OutputType(typeof(HfLogEntry), typeof(FileInfo))]
public sealed class GetHfInferenceEndpointLogCommand : EndpointActionCmdlet
{
    private readonly List<EndpointTarget> _followed = [];
    private readonly HashSet<string> _saved = [];
    private LogPrefix _prefix = new(withTime: false);
    private string? _path;
    private LogQuery? _query;

    /// <summary>Only this number of the newest lines.</summary>
    [Parameter(HelpMessage = "Only this number of the newest lines.")]
    [Alias("Last")]
    [ValidateRange(0, int.MaxValue)]
    public int? Tail { get; set; }

    /// <summary>Only lines written then or later; a TimeSpan counts back from now.</summary>
    [Parameter(HelpMessage = "Only lines written then or later; a TimeSpan counts back from now.")]
    [ArgumentCompleter(typeof(MomentCompleter))]
    [MomentTransformation]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Only lines written then or earlier; a TimeSpan counts back from now.</summary>
    [Parameter(HelpMessage = "Only lines written then or earlier; a TimeSpan counts back from now.")]
    [ArgumentCompleter(typeof(MomentCompleter))]
    [MomentTransformation]
    public DateTimeOffset? Until { get; set; }

    /// <summary>Only lines of this level.</summary>
    [Parameter(HelpMessage = "Only lines of this level.")]
    [ArgumentCompleter(typeof(LogLevelCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Level { get; set; }

    /// <summary>Only lines that contain this text.</summary>
    [Parameter(HelpMessage = "Only lines that contain this text.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Search { get; set; }

    /// <summary>Only lines of this replica.</summary>
    [Parameter(HelpMessage = "Only lines of this replica.")]
    [ArgumentCompleter(typeof(LogReplicaCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Replica { get; set; }

    /// <summary>Continues with new lines until it is stopped.</summary>
    [Parameter(HelpMessage = "Continues with new lines until it is stopped.")]
    [Alias("Follow")]
    public SwitchParameter Wait { get; set; }

    /// <summary>Shows the time before each line.</summary>
    [Parameter(HelpMessage = "Shows the time before each line.")]
    [Alias("Timestamps")]
    public SwitchParameter Timestamp { get; set; }

    /// <summary>Saves the lines as text to this file, or to a file for each endpoint in this folder.</summary>
    [Parameter(HelpMessage = "Saves the lines as text to this file, or to a file for each endpoint in this folder.")]
    [ValidateNotNullOrEmpty]
    public string? OutFile { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
            _query = MakeQuery();
            _prefix = new LogPrefix(Timestamp, PromptOutput.IsSeen(this) ? Host.UI.RawUI.BufferSize.Width : 0);
            if (WordListCompleter.DoubtAbout<LogLevelCompleter>(Level, "level") is { } doubt)
            {
                WriteWarning(doubt);
            }

            _path = OutFile is null ? null : FilePaths.One(SessionState, OutFile, nameof(OutFile));
        }
        catch (HfException exception)
        {
            // It would fail for every endpoint.
            GiveUp(exception, null);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForEachTarget((target, output, cancellationToken) =>
    {
        if (Wait)
        {
            _followed.Add(target);
            return Task.CompletedTask;
        }

        return _path is null ? WriteAsync(target, output, cancellationToken) : SaveAsync(target, _path, output, cancellationToken);
    });

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_followed.Count > 0 && !IsOver)
        {
            // Only now are all endpoints known, and none of the logs ends by itself.
            Run((output, cancellationToken) => Task.WhenAll(_followed
                .DistinctBy(target => (target.Connection, target.Namespace, target.Name))
                .Select(target => ReportAsync(output, target.Failed, () => FollowAsync(target, output, cancellationToken)))));
        }
    }

    // A page is written before the next is requested, so Select-Object -First ends the paging.
    private async Task WriteAsync(EndpointTarget target, CmdletOutput output, CancellationToken cancellationToken)
    {
        await foreach (IReadOnlyList<HfLogEntry> page in target.Client.Logs
            .ReadAsync(target.Namespace, target.Name, _query, cancellationToken)
            .ConfigureAwait(false))
        {
            _prefix.Add(page);
            await output.WriteAllAsync(page).ConfigureAwait(false);
        }
    }

    private async Task FollowAsync(EndpointTarget target, CmdletOutput output, CancellationToken cancellationToken)
    {
        // The target's own client writes to the output of an earlier record, which has ended.
        HfClient client = target.Connection.CreateClient(output);
        await foreach (HfLogEntry entry in client.Logs
            .FollowAsync(target.Namespace, target.Name, _query, cancellationToken)
            .ConfigureAwait(false))
        {
            lock (_prefix)
            {
                _prefix.Add([entry]);
            }

            await output.WriteAsync(entry).ConfigureAwait(false);
        }
    }

    private async Task SaveAsync(EndpointTarget target, string path, CmdletOutput output, CancellationToken cancellationToken)
    {
        string file = Directory.Exists(path) ? Path.Combine(path, $"{target.Namespace}-{target.Name}-logs.txt") : path;
        if (!_saved.Add(file))
        {
            throw new HfException(
                HfErrorKind.InvalidRequest,
                $"'{file}' is already used for the log of another endpoint, so that of '{target.Name}' is not saved. Use an "
                + "existing folder, and each endpoint gets a file of its own there.");
        }

        if (await output.ShouldProcessAsync(file, $"save the log of {target.Description}").ConfigureAwait(false))
        {
            FileInfo saved = await AtomicFile
                .SaveAsync(file, stream => target.Client.Logs
                    .DownloadAsync(target.Namespace, target.Name, _query, stream, cancellationToken))
                .ConfigureAwait(false);

            // As Get-Item gives it, or its table has empty columns.
            await output.RunAsync(() => WriteObject(InvokeProvider.Item.Get([saved.FullName], force: true, literalPath: true), true))
                .ConfigureAwait(false);
        }
    }

    private LogQuery MakeQuery()
    {
        var query = new LogQuery
        {
            Tail = Tail,
            Since = Since,
            Until = Until,
            Level = WordListCompleter.Spell<LogLevelCompleter>(Level),
            Search = Search,
            Replica = Replica,
        };
        query.Check(isFollowed: Wait);
        return Wait && OutFile is not null
            ? throw new HfException(
                HfErrorKind.InvalidRequest,
                "-OutFile can't be combined with -Wait, because a followed log has no end. Pipe to Add-Content instead.")
            : query;
    }
}
