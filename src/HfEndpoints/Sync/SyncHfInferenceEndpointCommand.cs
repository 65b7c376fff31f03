namespace HfEndpoints.Commands;

/// <summary>Makes the service match files of endpoints: creates missing endpoints, and changes those that differ.</summary>
[Cmdlet(
    VerbsData.Sync, "HfInferenceEndpoint", SupportsShouldProcess = true, DefaultParameterSetName = PathSet,
    HelpUri = HelpPages.Root + "Sync-HfInferenceEndpoint.md")]
[OutputType(typeof(HfEndpointSync))]
public sealed class SyncHfInferenceEndpointCommand : EndpointCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private readonly List<(string File, EndpointEntry Entry)> _entries = [];

    /// <summary>The files, .json, .yaml, .yml or .psd1; wildcards are allowed.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ParameterSetName = PathSet, ValueFromPipeline = true,
        HelpMessage = "The files, .json, .yaml, .yml or .psd1; wildcards are allowed.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The files, by literal paths.</summary>
    [Parameter(
        Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true,
        HelpMessage = "The files, by literal paths.")]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Json, Yaml or Psd1, if the file's extension is another.</summary>
    [Parameter(HelpMessage = HelpText.Format)]
    [ValidateSet(EndpointFileFormat.Json, EndpointFileFormat.Yaml, EndpointFileFormat.Psd1)]
    public string? Format { get; set; }

    /// <summary>Removes endpoints that are not in the files from the files' namespaces.</summary>
    [Parameter(HelpMessage = "Removes endpoints that are not in the files from the files' namespaces.")]
    public SwitchParameter Prune { get; set; }

    /// <summary>Sends all secrets of the files, also those that the endpoints already have.</summary>
    [Parameter(HelpMessage = "Sends all secrets of the files, also those that the endpoints already have.")]
    public SwitchParameter ResendSecret { get; set; }

    /// <summary>Does not ask for confirmation, even before endpoints are removed.</summary>
    [Parameter(HelpMessage = "Does not ask for confirmation, even before endpoints are removed.")]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        bool isLiteral = ParameterSetName == LiteralPathSet;
        foreach (string given in isLiteral ? LiteralPath : Path)
        {
            if (IsOver)
            {
                return;
            }

            try
            {
                IReadOnlyList<string> files = isLiteral
                    ? [FilePaths.One(SessionState, given, nameof(LiteralPath))]
                    : FilePaths.Many(SessionState, given, nameof(Path));
                foreach (string file in files)
                {
                    _entries.AddRange(EndpointFileFormat.Read(file, Format).Select(entry => (file, entry)));
                }
            }
            catch (HfException exception)
            {
                // With only some of the files, the other endpoints would be removed.
                GiveUp(exception, given);
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (EndpointEntry entry in _entries.Select(one => one.Entry))
        {
            WarnOfProtected(entry);
        }

        bool isWhatIf = Asking.IsWhatIf(this);
        bool isShown = Asking.IsShown(this);
        var preview = new PlanPreview { IsWhatIf = isWhatIf, IsStrict = true };
        IReadOnlyList<SyncItem> items = [];
        RunForItem(null, async (connection, output, cancellationToken) =>
        {
            var planner = new SyncPlanner(this, _entries)
            {
                Namespace = Namespace,
                Prune = Prune,
                ResendSecrets = ResendSecret,
                Preview = preview,
                IsShown = isShown,
            };
            items = await planner.PlanAsync(connection, output, cancellationToken).ConfigureAwait(false);
        });

        // Before any change, and here on the pipeline thread, where the user's session is.
        var secrets = new SecretResolver(this);
        SyncItem[] ready = [.. items.Where(item => HasSecrets(item, secrets))];
        if (HasFailed && !isWhatIf)
        {
            if (ready.Any(item => item.Plan.Action != PlanAction.Unchanged))
            {
                WriteWarning("Nothing was changed, because the plan can't be carried out as a whole. -WhatIf shows the rest of it.");
            }

            return;
        }

        bool asks = !Force && !isShown && Asking.IsShown(this, ConfirmImpact.High);
        var consent = new Consent(this, Force);
        RunForItem(null, (connection, output, cancellationToken) =>
            new SyncRun(this, connection, output)
            {
                Secrets = secrets.Found,
                Consent = consent,
                AsksBeforeRemoval = asks,
            }.RunAsync(ready, cancellationToken));
        preview.WriteTotal(this);
    }

    private bool HasSecrets(SyncItem item, SecretResolver secrets)
    {
        try
        {
            secrets.Resolve(item.Plan);
            return true;
        }
        catch (HfException exception)
        {
            WriteFailure(exception, item.Plan.Name);
            return false;
        }
    }

    private void WarnOfProtected(EndpointEntry entry)
    {
        if (string.Equals(entry.Settings["Type"]?.ToString(), "protected", StringComparison.OrdinalIgnoreCase))
        {
            WriteWarning(
                $"The type 'protected' of '{entry.Name}' is deprecated, and the endpoint may become unreachable. Use 'authenticated'.");
        }
    }
}
