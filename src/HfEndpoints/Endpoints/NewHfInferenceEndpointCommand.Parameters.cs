using System.Runtime.CompilerServices;

namespace HfEndpoints.Commands;

// The parameters of a new endpoint: settings, or a model of the catalog, which has its own settings.
public sealed partial class NewHfInferenceEndpointCommand
{
    private const string SettingsSet = "Settings";
    private const string CatalogSet = "Catalog";
    private string? _catalogModel;
    private string? _own;

    /// <summary>A model of the catalog, deployed with the catalog's settings.</summary>
    /// <exception cref="PSArgumentException">A setting was given as well.</exception>
    [Parameter(
        Mandatory = true, ParameterSetName = CatalogSet, ValueFromPipelineByPropertyName = true,
        HelpMessage = "A model of the catalog, deployed with the catalog's settings.")]
    [Alias("RepoId")]
    [ArgumentCompleter(typeof(CatalogModelCompleter))]
    public string? CatalogModel
    {
        get => _catalogModel;
        set
        {
            _catalogModel = value;
            RefuseBoth();
        }
    }

    /// <inheritdoc/>
    [Parameter(Mandatory = true, ParameterSetName = SettingsSet, ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.Repository)]
    [ArgumentCompleter(typeof(RepositoryCompleter))]
    public override string? Repository { get; set => field = Own(value); }

    /// <summary>custom, pytorch or llamacpp; without it and -Task, the hub is asked about the repository.</summary>
    [Parameter(
        ParameterSetName = SettingsSet, ValueFromPipelineByPropertyName = true,
        HelpMessage = "custom, pytorch or llamacpp; without it and -Task, the hub is asked about the repository.")]
    [ArgumentCompleter(typeof(FrameworkCompleter))]
    public override string? Framework { get; set => field = Own(value); }

    /// <inheritdoc/>
    [Parameter(
        Mandatory = true, ParameterSetName = SettingsSet, ValueFromPipelineByPropertyName = true,
        HelpMessage = HelpText.Accelerator)]
    [Parameter(ParameterSetName = CatalogSet, ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.Accelerator)]
    [ArgumentCompleter(typeof(HardwareCompleter))]
    public override string? Accelerator { get; set; }

    /// <inheritdoc/>
    [Parameter(
        Mandatory = true, ParameterSetName = SettingsSet, ValueFromPipelineByPropertyName = true,
        HelpMessage = HelpText.InstanceSize)]
    [ArgumentCompleter(typeof(HardwareCompleter))]
    public override string? InstanceSize { get; set => field = Own(value); }

    /// <inheritdoc/>
    [Parameter(
        Mandatory = true, ParameterSetName = SettingsSet, ValueFromPipelineByPropertyName = true,
        HelpMessage = HelpText.InstanceType)]
    [ArgumentCompleter(typeof(HardwareCompleter))]
    public override string? InstanceType { get; set => field = Own(value); }

    /// <inheritdoc/>
    [Parameter(Mandatory = true, ParameterSetName = SettingsSet, ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.Region)]
    [ArgumentCompleter(typeof(HardwareCompleter))]
    public override string? Region { get; set => field = Own(value); }

    /// <inheritdoc/>
    [Parameter(Mandatory = true, ParameterSetName = SettingsSet, ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.Vendor)]
    [ArgumentCompleter(typeof(HardwareCompleter))]
    public override string? Vendor { get; set => field = Own(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = SettingsSet, ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.Task)]
    [ArgumentCompleter(typeof(TaskCompleter))]
    public override string? Task { get; set => field = Own(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = SettingsSet, ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.Revision)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public override string? Revision { get; set => field = Own(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = SettingsSet, ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.Type)]
    [ArgumentCompleter(typeof(EndpointTypeCompleter))]
    public override string? Type { get; set => field = Own(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = SettingsSet, ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.MinReplica)]
    [BlankTransformation]
    public override int? MinReplica { get; set => field = Own(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = SettingsSet, ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.MaxReplica)]
    [BlankTransformation]
    public override int? MaxReplica { get; set => field = Own(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = SettingsSet, ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.ScalingMetric)]
    [ArgumentCompleter(typeof(ScalingMetricCompleter))]
    public override string? ScalingMetric { get; set => field = Own(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = SettingsSet, ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.ScalingThreshold)]
    [BlankTransformation]
    public override double? ScalingThreshold { get; set => field = Own(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = SettingsSet, ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.ScaleToZeroTimeout)]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [DurationTransformation(InMinutes = true)]
    public override int? ScaleToZeroTimeout { get; set => field = Own(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = SettingsSet, ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.CustomImage)]
    [TableTransformation]
    public override IDictionary? CustomImage { get; set => field = Own(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = SettingsSet, ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.ContainerCommand)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [AllowEmptyCollection]
    public override string[]? ContainerCommand { get; set => field = Own(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = SettingsSet, ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.ContainerArgument)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [Alias("ContainerArgs")]
    [AllowEmptyCollection]
    public override string[]? ContainerArgument { get; set => field = Own(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = SettingsSet, ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.TensorParallelSize)]
    [BlankTransformation]
    public override int? TensorParallelSize { get; set => field = Own(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = SettingsSet, ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.DataParallelSize)]
    [BlankTransformation]
    public override int? DataParallelSize { get; set => field = Own(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = SettingsSet, ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.Env)]
    [TableTransformation]
    public override IDictionary? Env { get; set => field = Own(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = SettingsSet, HelpMessage = HelpText.EnvFile)]
    [ValidateNotNullOrEmpty]
    public override string[]? EnvFile { get; set => field = Own(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = SettingsSet, ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.Secret)]
    [Alias("Secrets")]
    [TableTransformation]
    public override IDictionary? Secret { get; set => field = Own(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = SettingsSet, HelpMessage = HelpText.SecretFile)]
    [ValidateNotNullOrEmpty]
    public override string[]? SecretFile { get; set => field = Own(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = SettingsSet, ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.Domain)]
    [ArgumentCompleter(typeof(DomainCompleter))]
    public override string? Domain { get; set => field = Own(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = SettingsSet, ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.Path)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public override string? Path { get; set => field = Own(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = SettingsSet, ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.CacheHttpResponse)]
    [Alias("CacheHttpResponses")]
    public override SwitchParameter CacheHttpResponse { get; set => field = Own(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = SettingsSet, ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.Tag)]
    [Alias("Tags")]
    [ArgumentCompleter(typeof(TagCompleter))]
    [AllowEmptyCollection]
    [BlankTransformation]
    public override string[]? Tag { get; set => field = Own(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = SettingsSet, ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.CustomRouter)]
    [TableTransformation]
    public override IDictionary? CustomRouter { get; set => field = Own(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = SettingsSet, ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.ExperimentalFeature)]
    [Alias("ExperimentalFeatures")]
    [TableTransformation]
    public override IDictionary? ExperimentalFeature { get; set => field = Own(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = SettingsSet, ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.Network)]
    [TableTransformation]
    public override IDictionary? Network { get; set => field = Own(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = SettingsSet, ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.Notification)]
    [Alias("Notifications")]
    [TableTransformation]
    public override IDictionary? Notification { get; set => field = Own(value); }

    /// <summary>The cloud account of the private link.</summary>
    [Parameter(
        ParameterSetName = SettingsSet, ValueFromPipelineByPropertyName = true,
        HelpMessage = "The cloud account of the private link.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? AccountId { get; set => field = Own(value); }

    /// <summary>The private link of a cloud account, a table of accountId, region and shared.</summary>
    [Parameter(
        ParameterSetName = SettingsSet, ValueFromPipelineByPropertyName = true,
        HelpMessage = "The private link of a cloud account, a table of accountId, region and shared.")]
    [TableTransformation]
    public IDictionary? PrivateService { get; set => field = Own(value); }

    // A missing text in a row of a table arrives as an empty one.
    private string? Own(string? value, [CallerMemberName] string name = "") => Own<string?>(value is "" ? null : value, name);

    // PowerShell itself would only say that the parameter set can't be resolved. It sets a parameter as soon as it has
    // read it, before it chooses a set; null is what it sets back to between two objects of the pipeline.
    private T Own<T>(T value, [CallerMemberName] string name = "")
    {
        if (value is not (null or SwitchParameter { IsPresent: false }))
        {
            _own ??= name;
            RefuseBoth();
        }

        return value;
    }

    private void RefuseBoth()
    {
        if (_catalogModel is not null && _own is not null)
        {
            throw new PSArgumentException(
                $"The catalog deploys '{_catalogModel}' with its own settings. With -CatalogModel use only -Name, -Accelerator "
                + $"and -Namespace, not -{_own}.");
        }
    }
}
