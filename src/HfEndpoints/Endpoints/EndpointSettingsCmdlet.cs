namespace HfEndpoints.Commands;

/// <summary>The settings of an endpoint as parameters, shared by create and update.</summary>
public abstract class EndpointSettingsCmdlet : EndpointCmdlet
{
    private Dictionary<string, string?>? _env;
    private Dictionary<string, string?>? _secrets;

    /// <summary>The model's repository on the hub, such as gpt2 or org/model.</summary>
    [Parameter(HelpMessage = HelpText.Repository)]
    [ArgumentCompleter(typeof(RepositoryCompleter))]
    public virtual string? Repository { get; set; }

    /// <summary>custom, pytorch or llamacpp.</summary>
    [Parameter(HelpMessage = "custom, pytorch or llamacpp.")]
    [ArgumentCompleter(typeof(FrameworkCompleter))]
    public virtual string? Framework { get; set; }

    /// <summary>cpu, gpu or neuron.</summary>
    [Parameter(HelpMessage = HelpText.Accelerator)]
    [ArgumentCompleter(typeof(HardwareCompleter))]
    public virtual string? Accelerator { get; set; }

    /// <summary>The size of the instance, such as x1.</summary>
    [Parameter(HelpMessage = HelpText.InstanceSize)]
    [ArgumentCompleter(typeof(HardwareCompleter))]
    public virtual string? InstanceSize { get; set; }

    /// <summary>The kind of instance, such as nvidia-a10g.</summary>
    [Parameter(HelpMessage = HelpText.InstanceType)]
    [ArgumentCompleter(typeof(HardwareCompleter))]
    public virtual string? InstanceType { get; set; }

    /// <summary>The vendor's region, such as us-east-1.</summary>
    [Parameter(HelpMessage = HelpText.Region)]
    [ArgumentCompleter(typeof(HardwareCompleter))]
    public virtual string? Region { get; set; }

    /// <summary>The cloud vendor: aws, azure or gcp.</summary>
    [Parameter(HelpMessage = HelpText.Vendor)]
    [ArgumentCompleter(typeof(HardwareCompleter))]
    public virtual string? Vendor { get; set; }

    /// <summary>The task, such as text-generation.</summary>
    [Parameter(HelpMessage = HelpText.Task)]
    [ArgumentCompleter(typeof(TaskCompleter))]
    public virtual string? Task { get; set; }

    /// <summary>The commit or branch of the repository.</summary>
    [Parameter(HelpMessage = HelpText.Revision)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public virtual string? Revision { get; set; }

    /// <summary>Who may call it: authenticated, private or public.</summary>
    [Parameter(HelpMessage = HelpText.Type)]
    [ArgumentCompleter(typeof(EndpointTypeCompleter))]
    public virtual string? Type { get; set; }

    /// <summary>The minimum number of replicas; 0 lets it scale to zero.</summary>
    [Parameter(HelpMessage = HelpText.MinReplica)]
    public virtual int? MinReplica { get; set; }

    /// <summary>The maximum number of replicas.</summary>
    [Parameter(HelpMessage = HelpText.MaxReplica)]
    public virtual int? MaxReplica { get; set; }

    /// <summary>The metric for autoscaling: pendingRequests or hardwareUsage.</summary>
    [Parameter(HelpMessage = HelpText.ScalingMetric)]
    [ArgumentCompleter(typeof(ScalingMetricCompleter))]
    public virtual string? ScalingMetric { get; set; }

    /// <summary>The requests per replica, or the percent, above which it scales up.</summary>
    [Parameter(HelpMessage = HelpText.ScalingThreshold)]
    public virtual double? ScalingThreshold { get; set; }

    /// <summary>Minutes without a request before it scales to zero.</summary>
    [Parameter(HelpMessage = HelpText.ScaleToZeroTimeout)]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [DurationTransformation(InMinutes = true)]
    public virtual int? ScaleToZeroTimeout { get; set; }

    /// <summary>The container: a table with a url, or a table of one engine.</summary>
    [Parameter(HelpMessage = HelpText.CustomImage)]
    [TableTransformation]
    public virtual IDictionary? CustomImage { get; set; }

    /// <summary>The command that the container runs instead of its entry point.</summary>
    [Parameter(HelpMessage = HelpText.ContainerCommand)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [AllowEmptyCollection]
    public virtual string[]? ContainerCommand { get; set; }

    /// <summary>The arguments of the container's command.</summary>
    [Parameter(HelpMessage = HelpText.ContainerArgument)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [Alias("ContainerArgs")]
    [AllowEmptyCollection]
    public virtual string[]? ContainerArgument { get; set; }

    /// <summary>The number of accelerators for each copy of the model: tensor parallelism (vLLM and SGLang).</summary>
    [Parameter(HelpMessage = HelpText.TensorParallelSize)]
    public virtual int? TensorParallelSize { get; set; }

    /// <summary>The number of copies of the model in each replica: data parallelism (vLLM).</summary>
    [Parameter(HelpMessage = HelpText.DataParallelSize)]
    public virtual int? DataParallelSize { get; set; }

    /// <summary>Environment variables of the container.</summary>
    [Parameter(HelpMessage = HelpText.Env)]
    [TableTransformation]
    public virtual IDictionary? Env { get; set; }

    /// <summary>Files of environment variables, NAME=value in each line; -Env overrides them.</summary>
    [Parameter(HelpMessage = HelpText.EnvFile)]
    [ValidateNotNullOrEmpty]
    public virtual string[]? EnvFile { get; set; }

    /// <summary>Secret environment variables; values may be secure strings, null removes one.</summary>
    [Parameter(HelpMessage = HelpText.Secret)]
    [Alias("Secrets")]
    [TableTransformation]
    public virtual IDictionary? Secret { get; set; }

    /// <summary>Files of secret environment variables, NAME=value in each line; -Secret overrides them.</summary>
    [Parameter(HelpMessage = HelpText.SecretFile)]
    [ValidateNotNullOrEmpty]
    public virtual string[]? SecretFile { get; set; }

    /// <summary>A custom domain.</summary>
    [Parameter(HelpMessage = HelpText.Domain)]
    [ArgumentCompleter(typeof(DomainCompleter))]
    public virtual string? Domain { get; set; }

    /// <summary>The path under the domain, beginning with '/'.</summary>
    [Parameter(HelpMessage = HelpText.Path)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public virtual string? Path { get; set; }

    /// <summary>Caches answers.</summary>
    [Parameter(HelpMessage = HelpText.CacheHttpResponse)]
    [Alias("CacheHttpResponses")]
    public virtual SwitchParameter CacheHttpResponse { get; set; }

    /// <summary>Your own tags.</summary>
    [Parameter(HelpMessage = HelpText.Tag)]
    [Alias("Tags")]
    [ArgumentCompleter(typeof(TagCompleter))]
    [AllowEmptyCollection]
    public virtual string[]? Tag { get; set; }

    /// <summary>The router beside the container, a table such as @{ tag = '...'; port = 3000 }; empty removes it.</summary>
    [Parameter(HelpMessage = HelpText.CustomRouter)]
    [TableTransformation]
    public virtual IDictionary? CustomRouter { get; set; }

    /// <summary>Experimental features, a table such as @{ loadBalancer = 'sticky' }.</summary>
    [Parameter(HelpMessage = HelpText.ExperimentalFeature)]
    [Alias("ExperimentalFeatures")]
    [TableTransformation]
    public virtual IDictionary? ExperimentalFeature { get; set; }

    /// <summary>Which addresses may reach it, a table such as @{ cidrBlock = true; cidrList = '203.0.113.0/24' }.</summary>
    [Parameter(HelpMessage = HelpText.Network)]
    [TableTransformation]
    public virtual IDictionary? Network { get; set; }

    /// <summary>Who is notified of events, a table such as @{ email = $true; push = $false }.</summary>
    [Parameter(HelpMessage = HelpText.Notification)]
    [Alias("Notifications")]
    [TableTransformation]
    public virtual IDictionary? Notification { get; set; }

    /// <summary>Waits until each endpoint is ready, and emits it then.</summary>
    [Parameter(HelpMessage = HelpText.Wait)]
    public SwitchParameter Wait { get; set; }

    /// <summary>How long -Wait waits, in seconds, as a TimeSpan, or as text such as 10m; by default as long as it takes.</summary>
    [Parameter(HelpMessage = HelpText.Timeout)]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [DurationTransformation]
    public TimeSpan? Timeout { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        BeginWait(Wait, Timeout);
        _env = ReadVariables(EnvFile, nameof(EnvFile));
        _secrets = ReadVariables(SecretFile, nameof(SecretFile));
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => FinishWait();

    /// <summary>The names of the settings that were given.</summary>
    private protected IEnumerable<string> BoundSettings => MyInvocation.BoundParameters.Keys
        .Select(name => name == nameof(EnvFile) ? nameof(Env) : name == nameof(SecretFile) ? nameof(Secret) : name)
        .Where(name => EndpointSetting.Find(name) is not null)
        .Distinct();

    private protected EndpointSettings ToSettings() => new()
    {
        Repository = Repository,
        Framework = WordListCompleter.Spell<FrameworkCompleter>(Framework),
        Accelerator = Accelerator,
        InstanceSize = InstanceSize,
        InstanceType = InstanceType,
        Region = Region,
        Vendor = Vendor,
        Task = WordListCompleter.Spell<TaskCompleter>(Task),
        Revision = Revision,
        Type = WordListCompleter.Spell<EndpointTypeCompleter>(Type),
        MinReplica = MinReplica,
        MaxReplica = MaxReplica,
        ScalingMetric = WordListCompleter.Spell<ScalingMetricCompleter>(ScalingMetric),
        ScalingThreshold = ScalingThreshold,
        ScaleToZeroTimeout = ScaleToZeroTimeout,
        CustomImage = JsonConversion.ToJsonText(CustomImage),
        ContainerCommand = ContainerCommand,
        ContainerArgument = ContainerArgument,
        TensorParallelSize = TensorParallelSize,
        DataParallelSize = DataParallelSize,
        Env = Merge(_env, JsonConversion.ToTextTable(Env))?.ToDictionary(pair => pair.Key, pair => pair.Value ?? ""),
        Secret = Merge(_secrets, JsonConversion.ToTextTable(Secret)),
        Domain = Domain,
        Path = Path,
        CacheHttpResponse = IfBound(CacheHttpResponse),
        Tag = Tag,
        CustomRouter = JsonConversion.ToJsonText(CustomRouter),
        ExperimentalFeature = JsonConversion.ToJsonText(ExperimentalFeature),
        Network = JsonConversion.ToJsonText(Network),
        Notification = JsonConversion.ToJsonText(Notification),
    };

    /// <summary>Warns if the service ignores the time to scale to zero.</summary>
    private protected static void WarnOfScaling(EndpointSettings asked, HfInferenceEndpoint got, CmdletOutput output)
    {
        if (asked.ScaleToZeroTimeout is { } minutes && got.MinReplica > 0)
        {
            output.Warn(FormattableString.Invariant(
                $"ScaleToZeroTimeout {minutes} has no effect on endpoint '{got.Name}', whose MinReplica is {got.MinReplica}. ")
                + "Use -MinReplica 0 to let it scale to zero.");
        }
    }

    /// <summary>Warns about the old word for 'authenticated', which created endpoints that nobody could reach.</summary>
    private protected void WarnOfProtected(string? type)
    {
        if (string.Equals(type, "protected", StringComparison.OrdinalIgnoreCase))
        {
            WriteWarning("The type 'protected' is deprecated, and the endpoint may become unreachable. Use 'authenticated'.");
        }
    }

    private Dictionary<string, string?>? ReadVariables(string[]? files, string parameter)
    {
        if (files is null)
        {
            return null;
        }

        var variables = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (string given in files)
        {
            try
            {
                foreach (string file in FilePaths.Many(SessionState, given, parameter))
                {
                    foreach ((string name, string value) in Client.EnvFile.Parse(WholeFile.ReadText(file, WholeFile.MaxSettings), file))
                    {
                        variables[name] = value;
                    }
                }
            }
            catch (HfException exception)
            {
                // Nothing is created or changed with half of its variables.
                ThrowTerminatingError(ErrorRecords.From(exception, given));
            }
        }

        return variables;
    }

    private static Dictionary<string, string?>? Merge(Dictionary<string, string?>? first, Dictionary<string, string?>? then) =>
        first is null ? then
        : then is null ? first
        : first.Where(pair => !then.ContainsKey(pair.Key)).Concat(then).ToDictionary(StringComparer.Ordinal);
}
