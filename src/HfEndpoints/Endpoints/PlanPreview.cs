namespace HfEndpoints.Commands;

/// <summary>
/// Looks at changes before they are made: what of them can't be, what they cost before and after, and all of it in one line for the end
/// of -WhatIf.
/// </summary>
internal sealed class PlanPreview
{
    private readonly PriceTag _price = new();
    private readonly Dictionary<PlanAction, int> _counts = [];
    private decimal _before;
    private decimal _after;
    private int _unknown;

    /// <summary>Whether -WhatIf is in effect, so that nothing else will find out what can't be.</summary>
    public required bool IsWhatIf { get; init; }

    /// <summary>Whether what can't be is refused here also without -WhatIf, as where all is to be done or nothing.</summary>
    public bool IsStrict { get; init; }

    private bool Checks => IsWhatIf || IsStrict;

    /// <summary>Looks at a new endpoint.</summary>
    /// <returns>Its price, appended to the action; empty if it is not known.</returns>
    /// <exception cref="HfException">If it is checked: it can't be created.</exception>
    public async Task<string> CreateAsync(
        HfConnection connection,
        HfClient client,
        (string Owner, string? Name) endpoint,
        EndpointSettings settings,
        CmdletOutput output,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<HfHardware>? options =
            await _price.TryListAsync(connection, client, endpoint.Owner, output, cancellationToken).ConfigureAwait(false);
        HfHardware? option = options is null ? null : HardwareCheck.Find(options, settings);
        if (Checks)
        {
            WarnOf(options is null ? null : HardwareCheck.Check(options, settings), output);
            await CheckNameAsync(client, endpoint, output, cancellationToken).ConfigureAwait(false);
        }

        Count(PlanAction.Create, 0, EndpointCosts.After(null, settings, option?.PricePerHour));
        return options is null ? "" : PriceTag.Describe(option, output);
    }

    /// <summary>Warns if a model is larger than the memory of the instance it is to run on.</summary>
    public async Task WarnOfMemoryAsync(
        HfConnection connection,
        HfClient client,
        string owner,
        (EndpointSettings Settings, HubModel? Model) wanted,
        CmdletOutput output,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<HfHardware>? options =
            await _price.TryListAsync(connection, client, owner, output, cancellationToken).ConfigureAwait(false);
        if (options is null || HardwareCheck.Find(options, wanted.Settings) is not { } option)
        {
            return;
        }

        HubModel? model = wanted.Model ?? await PriceTag.TryAsync(
            "Whether the model fits",
            output,
            token => client.Hub.GetModelAsync(wanted.Settings.Repository!, token),
            cancellationToken).ConfigureAwait(false);
        WarnOf(model is null ? null : ModelFit.Refute(model, option), output);
    }

    /// <summary>Looks at a change.</summary>
    /// <returns>The prices before and after, appended to the action; empty if they are the same or not known.</returns>
    /// <exception cref="HfException">If it is checked: it can't be made.</exception>
    public async Task<string> ChangeAsync(
        HfConnection connection,
        HfClient client,
        HfInferenceEndpoint current,
        EndpointSettings settings,
        CmdletOutput output,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<HfHardware>? options =
            await _price.TryListAsync(connection, client, current.Namespace, output, cancellationToken).ConfigureAwait(false);
        EndpointSettings whole = HardwareCheck.Complete(settings, current);
        HfHardware? before = options?.Find(current.Vendor, current.Region, current.InstanceType, current.InstanceSize);
        HfHardware? after = options is null ? null : HardwareCheck.Find(options, whole);
        if (Checks && options is not null && HardwareCheck.IsChosen(settings))
        {
            WarnOf(HardwareCheck.Check(options, whole, current), output);
        }

        Count(
            PlanAction.Change,
            EndpointCosts.Now(current, before?.PricePerHour),
            EndpointCosts.After(current, settings, after?.PricePerHour));
        return before is null || after is null || before.PricePerHour == after.PricePerHour
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $" for USD {before.PricePerHour:0.00####} -> {after.PricePerHour:0.00####} per hour and replica");
    }

    /// <summary>Adds an endpoint that is removed, or stays as it is.</summary>
    public async Task AddAsync(
        PlanAction action,
        HfConnection connection,
        HfClient client,
        HfInferenceEndpoint current,
        CmdletOutput output,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<HfHardware>? options =
            await _price.TryListAsync(connection, client, current.Namespace, output, cancellationToken).ConfigureAwait(false);
        decimal? price = options?.Find(current.Vendor, current.Region, current.InstanceType, current.InstanceSize)?.PricePerHour;
        decimal? now = EndpointCosts.Now(current, price);
        Count(action, now, action == PlanAction.Remove ? 0 : now);
    }

    /// <summary>Adds a model of the catalog, whose hardware only the service knows.</summary>
    /// <exception cref="HfException">With -WhatIf: the catalog has no such model, or the name is taken.</exception>
    public async Task CreateFromCatalogAsync(
        HfClient client, (string Owner, string? Name) endpoint, string model, CmdletOutput output, CancellationToken cancellationToken)
    {
        if (IsWhatIf)
        {
            IReadOnlyList<string> models = await client.Catalog.ListAsync(cancellationToken).ConfigureAwait(false);
            if (!models.Contains(model, StringComparer.Ordinal))
            {
                throw CatalogModels.NotFound(model, models);
            }

            await CheckNameAsync(client, endpoint, output, cancellationToken).ConfigureAwait(false);
        }

        Count(PlanAction.Create, 0, null);
    }

    /// <summary>With -WhatIf, on the pipeline thread: writes all of it in one line.</summary>
    public void WriteTotal(PSCmdlet cmdlet)
    {
        if (IsWhatIf && _counts.Count > 0)
        {
            cmdlet.ShouldProcess(Total(), Total(), "");
        }
    }

    private string Total()
    {
        string[] parts =
        [
            .. new[]
                {
                    (PlanAction.Create, "to create"), (PlanAction.Change, "to change"), (PlanAction.Remove, "to remove"),
                    (PlanAction.Unchanged, "unchanged"),
                }
                .Where(part => _counts.ContainsKey(part.Item1))
                .Select(part => string.Create(CultureInfo.InvariantCulture, $"{_counts[part.Item1]} {part.Item2}")),
        ];
        string cost = _counts.Values.Sum() == _unknown
            ? "price not known"
            : string.Create(CultureInfo.InvariantCulture, $"USD {_before:0.00####} -> {_after:0.00####} per hour")
                + (_unknown == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" without {_unknown} whose price is not known"));
        return $"{string.Join(", ", parts)}, {cost}.";
    }

    private void Count(PlanAction action, decimal? before, decimal? after)
    {
        _counts[action] = _counts.GetValueOrDefault(action) + 1;
        if (before is null || after is null)
        {
            _unknown++;
        }
        else
        {
            _before += before.Value;
            _after += after.Value;
        }
    }

    private static void WarnOf(string? doubt, CmdletOutput output)
    {
        if (doubt is not null)
        {
            output.Warn(doubt);
        }
    }

    private static async Task CheckNameAsync(
        HfClient client, (string Owner, string? Name) endpoint, CmdletOutput output, CancellationToken cancellationToken)
    {
        if (endpoint.Name is null)
        {
            return;
        }

        try
        {
            await client.Endpoints.GetAsync(endpoint.Owner, endpoint.Name, cancellationToken).ConfigureAwait(false);
        }
        catch (HfException exception)
        {
            if (exception.Kind != HfErrorKind.EndpointNotFound)
            {
                output.Verbose($"Whether the name is free is not known: {exception.Message}");
            }

            return;
        }

        throw new HfException(
            HfErrorKind.EndpointAlreadyExists, $"Namespace '{endpoint.Owner}' already has an endpoint named '{endpoint.Name}'.");
    }
}
