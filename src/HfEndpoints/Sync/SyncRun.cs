namespace HfEndpoints.Commands;

/// <summary>Applies plans, or shows them, one after another.</summary>
internal sealed class SyncRun
{
    private readonly HfCmdlet _cmdlet;
    private readonly HfConnection _connection;
    private readonly HfClient _client;
    private readonly CmdletOutput _output;

    public SyncRun(HfCmdlet cmdlet, HfConnection connection, CmdletOutput output)
    {
        _cmdlet = cmdlet;
        _connection = connection;
        _client = connection.CreateClient(output);
        _output = output;
    }

    /// <summary>The secrets, by their references.</summary>
    public required IReadOnlyDictionary<SecretReference, string> Secrets { get; init; }

    /// <summary>Asks before each change.</summary>
    public required Consent Consent { get; init; }

    /// <summary>Whether to confirm separately before endpoints are removed.</summary>
    public required bool AsksBeforeRemoval { get; init; }

    public async Task RunAsync(IReadOnlyList<SyncItem> items, CancellationToken cancellationToken)
    {
        bool? mayRemove = AsksBeforeRemoval ? null : true;
        for (int i = 0; i < items.Count; i++)
        {
            SyncItem item = items[i];
            _output.Progress(new ProgressRecord(0, "Synchronizing endpoints", $"{item.Plan.Action} {item.Description}")
            {
                PercentComplete = i * 100 / items.Count,
            });
            if (item.Plan.Action == PlanAction.Remove)
            {
                mayRemove ??= await AskAsync([.. items.Skip(i)]).ConfigureAwait(false);
            }

            await _cmdlet.ReportAsync(
                _output,
                new FailedEndpoint(item.Plan.Name, item.Namespace, item.Plan.Name, _connection),
                () => DoAsync(item, item.Plan.Action != PlanAction.Remove || mayRemove == true, cancellationToken)).ConfigureAwait(false);
        }

        _output.EndProgress(0, "Synchronizing endpoints");
    }

    private async Task DoAsync(SyncItem item, bool isAllowed, CancellationToken cancellationToken)
    {
        bool isDone = false;
        HfInferenceEndpoint? endpoint = null;
        if (isAllowed && item.Plan.Action != PlanAction.Unchanged
            && await Consent.IsGivenAsync(_output, item.Description, item.Action).ConfigureAwait(false))
        {
            endpoint = await ApplyAsync(item, cancellationToken).ConfigureAwait(false);
            isDone = true;
        }

        await _output
            .WriteAllAsync([SyncConversion.ToOutput(item.Plan, item.Namespace, isDone, endpoint, _connection)])
            .ConfigureAwait(false);
    }

    private async Task<HfInferenceEndpoint?> ApplyAsync(SyncItem item, CancellationToken cancellationToken)
    {
        try
        {
            return await _client.Sync.ApplyAsync(item.Namespace, item.Plan, Secrets, cancellationToken).ConfigureAwait(false);
        }
        catch (HfException refusal) when (item.Plan.Action == PlanAction.Create && Refusal.IsOfValues(refusal))
        {
            throw await Refusal
                .ExplainAsync(refusal, _client, item.Namespace, EndpointSync.ToSettings(item.Plan, Secrets), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    // One question for all, so that the user sees the whole list before the first is removed.
    private Task<bool> AskAsync(IReadOnlyList<SyncItem> removals) => _output.ShouldContinueAsync(
        $"The file lacks {string.Join(", ", removals.Select(item => $"'{item.Namespace}/{item.Plan.Name}'"))}. "
        + "Delete permanently, with configuration, logs and metrics?",
        removals.Count == 1 ? "Delete 1 endpoint" : $"Delete {removals.Count} endpoints");
}
