namespace HfEndpoints.Commands;

/// <summary>Creates the plans of the files, for each namespace.</summary>
internal sealed class SyncPlanner
{
    private readonly HfCmdlet _cmdlet;
    private readonly IReadOnlyList<(string File, EndpointEntry Entry)> _entries;

    public SyncPlanner(HfCmdlet cmdlet, IReadOnlyList<(string File, EndpointEntry Entry)> entries)
    {
        _cmdlet = cmdlet;
        _entries = entries;
    }

    /// <summary>The namespace of all endpoints, instead of those in the files.</summary>
    public string? Namespace { get; init; }

    /// <summary>Whether endpoints that are not in the files are removed.</summary>
    public bool Prune { get; init; }

    /// <summary>Whether existing secrets are sent again.</summary>
    public bool ResendSecrets { get; init; }

    /// <summary>Looks at what the plans need and cost; null if they are not carried out.</summary>
    public PlanPreview? Preview { get; init; }

    /// <summary>Whether the user sees the plan, and so what it costs.</summary>
    public bool IsShown { get; init; }

    /// <summary>The plans that can be carried out, in the files' order, followed by removals. Each other one is an error.</summary>
    public async Task<IReadOnlyList<SyncItem>> PlanAsync(HfConnection connection, CmdletOutput output, CancellationToken cancellationToken)
    {
        connection.RequireToken();
        HfClient client = connection.CreateClient(output);
        ILookup<string, (string File, EndpointEntry Entry)> owners =
            await GroupAsync(connection, client, cancellationToken).ConfigureAwait(false);
        List<string> names = [.. owners.Select(owner => owner.Key)];
        if (names.Count == 0 && Prune)
        {
            names.Add(Namespace ?? await connection.GetNamespaceAsync(client, cancellationToken).ConfigureAwait(false));
        }

        // All namespaces are read at the same time, and planned in order.
        (string Owner, Task<IReadOnlyDictionary<string, HfInferenceEndpoint>> Current)[] reads =
        [
            .. names.Select(owner => (
                owner,
                client.Sync.ReadAsync(owner, [.. owners[owner].Select(one => one.Entry.Name)], Prune, cancellationToken))),
        ];
        var plans = new List<SyncItem>();
        var removals = new List<SyncItem>();
        foreach ((string owner, Task<IReadOnlyDictionary<string, HfInferenceEndpoint>> current) in reads)
        {
            await _cmdlet.ReportAsync(output, owner, async () =>
            {
                IReadOnlyDictionary<string, HfInferenceEndpoint> found = await current.ConfigureAwait(false);
                await PlanAsync(owner, [.. owners[owner].Select(one => one.Entry)], found, plans, output).ConfigureAwait(false);
                if (Prune)
                {
                    removals.AddRange(found.Keys
                        .Except(owners[owner].Select(one => one.Entry.Name), StringComparer.Ordinal)
                        .Order(StringComparer.Ordinal)
                        .Select(name => new SyncItem(
                            owner, new EndpointPlan { Name = name, Action = PlanAction.Remove, Current = found[name] })));
                }
            }).ConfigureAwait(false);
        }

        if (Preview is not { } preview)
        {
            return [.. plans, .. removals];
        }

        var looked = new List<SyncItem>();
        foreach (SyncItem item in plans.Concat(removals))
        {
            await _cmdlet.ReportAsync(
                output,
                new FailedEndpoint(item.Plan.Name, item.Namespace, item.Plan.Name, connection),
                async () => looked.Add(await LookAsync(preview, item, connection, client, output, cancellationToken).ConfigureAwait(false)))
                .ConfigureAwait(false);
        }

        return looked;
    }

    // Without an audience only hardware is looked at, which is what may not be there.
    private async Task<SyncItem> LookAsync(
        PlanPreview preview,
        SyncItem item, HfConnection connection, HfClient client, CmdletOutput output, CancellationToken cancellationToken)
    {
        EndpointSettings settings = item.Deployment;
        switch (item.Plan)
        {
            case { Action: PlanAction.Create }:
                return item with
                {
                    Price = await preview
                        .CreateAsync(connection, client, (item.Namespace, null), settings, output, cancellationToken).ConfigureAwait(false),
                };
            case { Action: PlanAction.Change, Current: { } current } when IsShown || HardwareCheck.IsChosen(settings):
                return item with
                {
                    Price = await preview
                        .ChangeAsync(connection, client, current, settings, output, cancellationToken).ConfigureAwait(false),
                };
            case { Current: { } current } when IsShown:
                await preview.AddAsync(item.Plan.Action, connection, client, current, output, cancellationToken).ConfigureAwait(false);
                return item;
            default:
                return item;
        }
    }

    private EndpointPlan Plan(EndpointEntry entry, HfInferenceEndpoint? current) => Preview is null
        ? EndpointPlanner.Compare(entry, current)
        : EndpointPlanner.Plan(entry, current, ResendSecrets);

    private async Task PlanAsync(
        string owner,
        IReadOnlyList<EndpointEntry> entries,
        IReadOnlyDictionary<string, HfInferenceEndpoint> found,
        List<SyncItem> plans,
        CmdletOutput output)
    {
        foreach (EndpointEntry entry in entries)
        {
            await _cmdlet.ReportAsync(output, entry.Name, () =>
            {
                plans.Add(new SyncItem(owner, Plan(entry, found.GetValueOrDefault(entry.Name))));
                return Task.CompletedTask;
            }).ConfigureAwait(false);
        }
    }

    private async Task<ILookup<string, (string File, EndpointEntry Entry)>> GroupAsync(
        HfConnection connection, HfClient client, CancellationToken cancellationToken)
    {
        string own = _entries.All(one => (Namespace ?? one.Entry.Namespace) is not null)
            ? ""
            : await connection.GetNamespaceAsync(client, cancellationToken).ConfigureAwait(false);
        ILookup<string, (string File, EndpointEntry Entry)> owners =
            _entries.ToLookup(one => Namespace ?? one.Entry.Namespace ?? own, StringComparer.Ordinal);
        foreach (IGrouping<string, (string File, EndpointEntry Entry)> owner in owners)
        {
            if (owner.GroupBy(one => one.Entry.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            {
                throw new HfException(
                    HfErrorKind.InvalidFile,
                    $"Endpoint '{twice.Key}' of '{owner.Key}' is defined more than once, in "
                    + $"{string.Join(" and ", twice.Select(one => $"'{one.File}'").Distinct())}.");
            }
        }

        return owners;
    }
}
