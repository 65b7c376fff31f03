namespace HfEndpoints.Commands;

/// <summary>Gets the available hardware, its prices and the remaining quota. It works without a token, but then without quotas.</summary>
[Cmdlet(VerbsCommon.Get, "HfInferenceHardware", HelpUri = HelpPages.Root + "Get-HfInferenceHardware.md")]
[OutputType(typeof(HfHardware))]
public sealed class GetHfInferenceHardwareCommand : NamespaceCmdlet
{
    private readonly HardwareLists _lists = new();

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
    protected override void ProcessRecord() => RunForItem(Namespace, WriteAsync);

    private async Task WriteAsync(HfConnection connection, CmdletOutput output, CancellationToken cancellationToken)
    {
        HfClient client = connection.CreateClient(output);
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
        await output.WriteAllAsync(
        [
            .. options
                .Where(option => isVendor(option.Vendor) && isRegion(option.Region)
                    && isAccelerator(option.Accelerator) && isType(option.InstanceType) && isSize(option.InstanceSize)
                    && (!Available || option.CanBeDeployed())),
        ]).ConfigureAwait(false);
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
