namespace HfEndpoints.Commands;

/// <summary>Compares endpoints with files or with another endpoint. It emits what differs, and nothing if nothing does.</summary>
[Cmdlet(
    VerbsData.Compare, "HfInferenceEndpoint", DefaultParameterSetName = PathSet,
    HelpUri = HelpPages.Root + "Compare-HfInferenceEndpoint.md")]
[OutputType(typeof(HfEndpointDifference))]
public sealed class CompareHfInferenceEndpointCommand : EndpointCmdlet
{
    private const string PathSet = "Path";
    private const string EndpointSet = "Endpoint";
    private readonly List<(string File, EndpointEntry Entry)> _entries = [];
    private HfInferenceEndpoint? _other;

    /// <summary>The files, .json, .yaml, .yml or .psd1; wildcards are allowed.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ParameterSetName = PathSet, ValueFromPipeline = true,
        HelpMessage = "The files, .json, .yaml, .yml or .psd1; wildcards are allowed.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Json, Yaml or Psd1, if the file's extension is another.</summary>
    [Parameter(ParameterSetName = PathSet, HelpMessage = HelpText.Format)]
    [ValidateSet(EndpointFileFormat.Json, EndpointFileFormat.Yaml, EndpointFileFormat.Psd1)]
    public string? Format { get; set; }

    /// <summary>Also reports endpoints of the files' namespaces that the files lack.</summary>
    [Parameter(ParameterSetName = PathSet, HelpMessage = "Also reports endpoints of the files' namespaces that the files lack.")]
    public SwitchParameter Prune { get; set; }

    /// <summary>The endpoints: names, wildcards, <c>namespace/name</c>, objects, or copies of them.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = EndpointSet, ValueFromPipeline = true, HelpMessage = HelpText.Name)]
    [Alias("EndpointName", "InputObject")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EndpointNameCompleter))]
    [EndpointArgument]
    [ValidateNotNullOrEmpty]
    [ValidateEndpoint]
    public HfEndpointReference[] Name { get; set; } = [];

    /// <summary>The endpoint to compare with.</summary>
    [Parameter(Mandatory = true, ParameterSetName = EndpointSet, HelpMessage = "The endpoint to compare with.")]
    [ArgumentCompleter(typeof(EndpointNameCompleter))]
    [EndpointArgument]
    [ValidateNotNull]
    [ValidateEndpoint]
    public HfEndpointReference? With { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == PathSet)
        {
            ReadFiles();
        }
        else
        {
            CompareWithEndpoint();
        }
    }

    /// <inheritdoc/>
    // With all files, because an endpoint that one of them lacks may be in another.
    protected override void EndProcessing()
    {
        if (ParameterSetName == PathSet)
        {
            RunForItem(null, CompareWithFilesAsync);
        }
    }

    private void ReadFiles()
    {
        foreach (string given in Path)
        {
            if (IsOver)
            {
                return;
            }

            try
            {
                foreach (string file in FilePaths.Many(SessionState, given, nameof(Path)))
                {
                    _entries.AddRange(EndpointFileFormat.Read(file, Format).Select(entry => (file, entry)));
                }
            }
            catch (HfException exception)
            {
                GiveUp(exception, given);
            }
        }
    }

    private async Task CompareWithFilesAsync(HfConnection connection, CmdletOutput output, CancellationToken cancellationToken)
    {
        var planner = new SyncPlanner(this, _entries) { Namespace = Namespace, Prune = Prune };
        IReadOnlyList<SyncItem> items = await planner.PlanAsync(connection, output, cancellationToken).ConfigureAwait(false);
        foreach (SyncItem item in items)
        {
            string file = _entries.Select(one => one.File).Distinct().Count() == 1 || item.Plan.Action == PlanAction.Remove
                ? string.Join(", ", _entries.Select(one => one.File).Distinct())
                : _entries.First(one => one.Entry.Name == item.Plan.Name
                    && (Namespace ?? one.Entry.Namespace ?? item.Namespace) == item.Namespace).File;
            await output.WriteAllAsync([.. SyncConversion.ToDifferences(item, file)]).ConfigureAwait(false);
        }
    }

    private void CompareWithEndpoint()
    {
        if (Name.All(reference => reference.IsRefused))
        {
            // The other one is not needed.
            ForEachTarget(Name, (_, _, _) => Task.CompletedTask);
            return;
        }

        ForEachTarget([With!], async (target, _, cancellationToken) =>
            _other ??= target.Connection.Own(await target.ReadAsync(cancellationToken).ConfigureAwait(false)));
        if (_other is not { } other)
        {
            return;
        }

        ForEachTarget(Name, async (target, output, cancellationToken) =>
        {
            HfInferenceEndpoint endpoint = await target.ReadAsync(cancellationToken).ConfigureAwait(false);
            await output.WriteAllAsync(
            [
                .. EndpointPlanner.Compare(endpoint, other).Select(change =>
                    SyncConversion.ToDifference(endpoint.Namespace, endpoint.Name, change, $"{other.Namespace}/{other.Name}")),
            ]).ConfigureAwait(false);
        });
    }
}
