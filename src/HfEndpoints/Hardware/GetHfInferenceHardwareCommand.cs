namespace HfEndpoints.Commands;

/// <summary>Gets the available hardware, its prices and the remaining quota. It works without a token, but then without quotas.</summary>
[Cmdlet(
    VerbsCommon.Get, "HfInferenceHardware", DefaultParameterSetName = AllSet, HelpUri = HelpPages.Root + "Get-HfInferenceHardware.md")]
[OutputType(typeof(HfHardware), ParameterSetName = [AllSet])]
[OutputType(typeof(HfModelHardware), ParameterSetName = [ModelSet])]
public sealed class GetHfInferenceHardwareCommand : NamespaceCmdlet
{
    private const string AllSet = "All";
    private const string ModelSet = "Model";
    private readonly HardwareLists _lists = new();
    private ModelFit? _fit;

    /// <summary>The model that is to fit, a repository on the hub such as org/model.</summary>
    [Parameter(
        Mandatory = true, ParameterSetName = ModelSet,
        HelpMessage = "The model that is to fit, a repository on the hub such as org/model.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RepositoryCompleter))]
    public string? Model { get; set; }

    /// <summary>The tokens of a request with its answer; by default what the model can take, up to 8192.</summary>
    [Parameter(
        ParameterSetName = ModelSet,
        HelpMessage = "The tokens of a request with its answer; by default what the model can take, up to 8192.")]
    [ValidateRange(1, int.MaxValue)]
    public int? ContextLength { get; set; }

    /// <summary>The requests of that length at once; 1 by default.</summary>
    [Parameter(ParameterSetName = ModelSet, HelpMessage = "The requests of that length at once; 1 by default.")]
    [ValidateRange(1, int.MaxValue)]
    public int Concurrency { get; set; } = 1;

    /// <summary>The precision that the weights are loaded at: bf16, fp8 or int4; by default as they are stored.</summary>
    [Parameter(
        ParameterSetName = ModelSet,
        HelpMessage = "The precision that the weights are loaded at: bf16, fp8 or int4; by default as they are stored.")]
    [ValidateSet(Client.Precision.Bf16, Client.Precision.Fp8, Client.Precision.Int4)]
    public string? Precision { get; set; }

    /// <summary>Only of these cloud vendors; wildcards are allowed.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = "Only of these cloud vendors; wildcards are allowed.")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(HardwareCompleter))]
    public string[]? Vendor { get; set; }

    /// <summary>Only in these regions; wildcards are allowed.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = "Only in these regions; wildcards are allowed.")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(HardwareCompleter))]
    public string[]? Region { get; set; }

    /// <summary>Only these accelerators: cpu, gpu or neuron; wildcards are allowed.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = "Only these accelerators: cpu, gpu or neuron; wildcards are allowed.")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(HardwareCompleter))]
    public string[]? Accelerator { get; set; }

    /// <summary>Only these kinds of instance; wildcards are allowed.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = "Only these kinds of instance; wildcards are allowed.")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(HardwareCompleter))]
    public string[]? InstanceType { get; set; }

    /// <summary>Only these sizes; wildcards are allowed.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = "Only these sizes; wildcards are allowed.")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(HardwareCompleter))]
    public string[]? InstanceSize { get; set; }

    /// <summary>Only hardware that can be deployed now: it is available, and the quota allows a replica.</summary>
    [Parameter(HelpMessage = "Only hardware that can be deployed now: it is available, and the quota allows a replica.")]
    public SwitchParameter Available { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => RunForItem(Namespace, async (connection, output, cancellationToken) =>
    {
        HfClient client = connection.CreateClient(output);
        if (Model is null)
        {
            await output.WriteAllAsync([.. await ListAsync(connection, client, output, cancellationToken).ConfigureAwait(false)])
                .ConfigureAwait(false);
        }
        else if (_fit is not null
            || await ReportAsync(output, Model, () => AskAsync(client, output, cancellationToken)).ConfigureAwait(false))
        {
            IEnumerable<HfHardware> options = await ListAsync(connection, client, output, cancellationToken).ConfigureAwait(false);
            await output.WriteAllAsync([.. _fit!.Judge(options)]).ConfigureAwait(false);
        }
    });

    private async Task AskAsync(HfClient client, CmdletOutput output, CancellationToken cancellationToken)
    {
        var use = new ModelUse(ContextLength, Concurrency, Precision?.ToLowerInvariant());
        _fit = await ModelFit.AskAsync(client.Hub, Model!, use, cancellationToken).ConfigureAwait(false);
        output.Verbose(FormattableString.Invariant($"Judged for {Concurrency} requests of {_fit.ContextLength} tokens."));
        string[] gap = _fit.Gap is null ? [] : [$"Where '{Model}' fits is not known: the Hub does not show {_fit.Gap}."];
        foreach (string doubt in _fit.Doubts.Concat(gap))
        {
            output.Warn(doubt);
        }
    }

    private async Task<IEnumerable<HfHardware>> ListAsync(
        HfConnection connection, HfClient client, CmdletOutput output, CancellationToken cancellationToken)
    {
        string? owner = await OwnerAsync(connection, client, cancellationToken).ConfigureAwait(false);
        if (owner is null)
        {
            output.Verbose("There is no token, so the quota is not known.");
        }

        Func<string, bool> isVendor = NamePattern.CompileAny(Vendor);
        Func<string, bool> isRegion = NamePattern.CompileAny(Region);
        Func<string, bool> isAccelerator = NamePattern.CompileAny(Accelerator);
        Func<string, bool> isType = NamePattern.CompileAny(InstanceType);
        Func<string, bool> isSize = NamePattern.CompileAny(InstanceSize);
        IReadOnlyList<HfHardware> options = await _lists.GetAsync(connection, client, owner, cancellationToken).ConfigureAwait(false);
        return options.Where(option => isVendor(option.Vendor) && isRegion(option.Region)
            && isAccelerator(option.Accelerator) && isType(option.InstanceType) && isSize(option.InstanceSize)
            && (!Available || option.CanBeDeployed()));
    }

    private async Task<string?> OwnerAsync(HfConnection connection, HfClient client, CancellationToken cancellationToken)
    {
        if (Namespace is null)
        {
            return connection.Options.Token is null
                ? null
                : await connection.GetNamespaceAsync(client, cancellationToken).ConfigureAwait(false);
        }

        connection.RequireToken();
        return Namespace;
    }
}
