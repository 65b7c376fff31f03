namespace HfEndpoints.Commands;

/// <summary>Creates an endpoint, from settings or from the catalog. From then on it costs money.</summary>
[Cmdlet(
    VerbsCommon.New, "HfInferenceEndpoint", SupportsShouldProcess = true, DefaultParameterSetName = SettingsSet,
    HelpUri = HelpPages.Root + "New-HfInferenceEndpoint.md")]
[OutputType(typeof(HfInferenceEndpoint))]
public sealed partial class NewHfInferenceEndpointCommand : EndpointSettingsCmdlet
{
    private PlanPreview? _preview;
    private bool _isSpreadTyped;
    private string? _name;

    /// <summary>The endpoint's name: 1 to 32 of a-z, 0-9 and '-'.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ParameterSetName = SettingsSet, ValueFromPipelineByPropertyName = true,
        HelpMessage = "The endpoint's name: 1 to 32 of a-z, 0-9 and '-'.")]
    [Parameter(
        Position = 0, ParameterSetName = CatalogSet, ValueFromPipelineByPropertyName = true,
        HelpMessage = "The endpoint's name: 1 to 32 of a-z, 0-9 and '-'.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? Name { get; set; }

    /// <summary>The user or organization that will own and pay for it; by default the session's.</summary>
    [Parameter(
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "The user or organization that will own and pay for it; by default the session's.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public override string? Namespace { get; set; }

    private bool IsFromCatalog => ParameterSetName == CatalogSet;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _isSpreadTyped = TensorParallelSize is not null;
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        LeaveOutSpread();
        _preview ??= new PlanPreview { IsWhatIf = Asking.IsWhatIf(this) };
        WarnOfProtected(Type);
        HfEndpointReference? reference = Name is null ? null : new HfEndpointReference(Name);
        _name = reference?.Name;
        string label = _name ?? CatalogModel!;
        string what = IsFromCatalog
            ? $"create from the catalog's '{CatalogModel}'"
            : $"create with '{Repository}' on {Vendor} {Region} {InstanceType} {InstanceSize}";
        bool isShown = Asking.IsShown(this);
        EndpointSettings settings = ToSettings() with
        {
            AccountId = AccountId,
            PrivateService = JsonConversion.ToJsonText(PrivateService),
        };
        RunForItem(label, async (connection, output, cancellationToken) =>
        {
            connection.RequireToken();
            HfClient client = connection.CreateClient(output);
            string owner = (reference is null ? Namespace : reference.Resolve(Namespace, connection))
                ?? await connection.GetNamespaceAsync(client, cancellationToken).ConfigureAwait(false);
            await ReportAsync(
                output,
                new FailedEndpoint(label, owner, _name, connection),
                () => DeployAsync(connection, client, owner, settings, (label, what, isShown), output, cancellationToken))
                .ConfigureAwait(false);
        });
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _preview?.WriteTotal(this);
        base.EndProcessing();
    }

    // Get-HfInferenceHardware -Model suggests it for every image, but only some have such a setting.
    private void LeaveOutSpread()
    {
        if (!_isSpreadTyped && TensorParallelSize is { } size && CustomImage is null)
        {
            WriteWarning(FormattableString.Invariant(
                $"TensorParallelSize {size} is left out: it is a setting of a vLLM or SGLang image. Choose one with -CustomImage."));
            TensorParallelSize = null;
        }
    }

    private async Task DeployAsync(
        HfConnection connection,
        HfClient client,
        string owner,
        EndpointSettings settings,
        (string Label, string What, bool IsShown) question,
        CmdletOutput output,
        CancellationToken cancellationToken)
    {
        EndpointRules.Check(settings);
        if (_name is not null)
        {
            EndpointRules.CheckName(_name);
        }

        HubModel? model = null;
        if (!IsFromCatalog && settings.Framework is null)
        {
            (settings, model) = await AskHubAsync(client, settings, output, cancellationToken).ConfigureAwait(false);
        }

        string price = question.IsShown
            ? await PreviewAsync(connection, client, owner, settings, output, cancellationToken).ConfigureAwait(false)
            : "";

        // Only where the hub or the hardware is asked anyway, so that nothing else becomes slower.
        if (!IsFromCatalog && (model is not null || question.IsShown))
        {
            await _preview!
                .WarnOfMemoryAsync(connection, client, owner, (settings, model), output, cancellationToken).ConfigureAwait(false);
        }

        if (await output.ShouldProcessAsync($"endpoint '{question.Label}' of '{owner}'", question.What + price).ConfigureAwait(false))
        {
            HfInferenceEndpoint created = IsFromCatalog
                ? await DeployFromCatalogAsync(client, owner, cancellationToken).ConfigureAwait(false)
                : await CreateAsync(client, owner, settings, cancellationToken).ConfigureAwait(false);
            WarnOfScaling(settings, created, output);
            if (Waiting is { } waiting)
            {
                waiting.Add(new EndpointTarget(connection, client, owner, created.Name) { Item = connection.Own(created) });
            }
            else
            {
                await output.WriteAllAsync([connection.Own(created)]).ConfigureAwait(false);
            }
        }
    }

    private async Task<string> PreviewAsync(
        HfConnection connection,
        HfClient client,
        string owner,
        EndpointSettings settings,
        CmdletOutput output,
        CancellationToken cancellationToken)
    {
        if (!IsFromCatalog)
        {
            return await _preview!
                .CreateAsync(connection, client, (owner, _name), settings, output, cancellationToken).ConfigureAwait(false);
        }

        await _preview!.CreateFromCatalogAsync(client, (owner, _name), CatalogModel!, output, cancellationToken).ConfigureAwait(false);
        return "";
    }

    private async Task<HfInferenceEndpoint> DeployFromCatalogAsync(HfClient client, string owner, CancellationToken cancellationToken)
    {
        try
        {
            return await client.Catalog.DeployAsync(owner, CatalogModel!, _name, Accelerator, cancellationToken).ConfigureAwait(false);
        }
        catch (HfException refusal) when (refusal.Kind == HfErrorKind.NotFound)
        {
            IReadOnlyList<string> models = await client.Catalog.ListAsync(cancellationToken).ConfigureAwait(false);
            throw models.Contains(CatalogModel!, StringComparer.Ordinal) ? refusal : CatalogModels.NotFound(CatalogModel!, models);
        }
    }

    private async Task<HfInferenceEndpoint> CreateAsync(
        HfClient client, string owner, EndpointSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            return await client.Endpoints.CreateAsync(owner, _name!, settings, cancellationToken).ConfigureAwait(false);
        }
        catch (HfException refusal) when (Refusal.IsOfValues(refusal))
        {
            throw await Refusal.ExplainAsync(refusal, client, owner, settings, cancellationToken).ConfigureAwait(false);
        }
    }

    // Whoever names the framework knows what to deploy, so the task is then left to the service.
    private static async Task<(EndpointSettings Settings, HubModel Model)> AskHubAsync(
        HfClient client, EndpointSettings settings, CmdletOutput output, CancellationToken cancellationToken)
    {
        const string Choose = "Give -Framework: pytorch, llamacpp or custom.";
        HubModel model;
        try
        {
            model = await client.Hub.GetModelAsync(settings.Repository!, cancellationToken).ConfigureAwait(false);
        }
        catch (HfException exception)
        {
            throw exception.WithAdvice(Choose);
        }

        if (model.Framework is null)
        {
            throw new HfException(
                HfErrorKind.InvalidRequest, $"The hub does not show with which framework '{settings.Repository}' runs. {Choose}");
        }

        if (model.Framework == "llamacpp" && settings.CustomImage is null)
        {
            throw new HfException(
                HfErrorKind.InvalidRequest,
                $"'{settings.Repository}' has GGUF files, of which llama.cpp loads one. Choose it: -CustomImage @{{ llamacpp = @{{ "
                    + "url = 'ghcr.io/ggml-org/llama.cpp:server'; modelPath = '<file>.gguf' } }.");
        }

        string? task = settings.Task ?? WordListCompleter.Known<TaskCompleter>(model.Task);
        output.Verbose($"The hub says of '{settings.Repository}': framework {model.Framework}, task {task ?? "not known"}.");
        return (settings with { Framework = model.Framework, Task = task }, model);
    }
}
