namespace HfEndpoints.Client;

/// <summary>
/// The settings of an endpoint as a flat list, named like the arguments of the Python library. Null means "not
/// given". In an update, an empty list, table or text clears the setting.
/// </summary>
public sealed record EndpointSettings
{
    /// <summary>The model's repository on the hub.</summary>
    public string? Repository { get; init; }

    /// <summary><c>custom</c>, <c>pytorch</c> or <c>llamacpp</c>.</summary>
    public string? Framework { get; init; }

    /// <summary>The commit or branch of the repository.</summary>
    public string? Revision { get; init; }

    /// <summary>The task, such as <c>text-generation</c>.</summary>
    public string? Task { get; init; }

    /// <summary><c>cpu</c>, <c>gpu</c> or <c>neuron</c>.</summary>
    public string? Accelerator { get; init; }

    /// <summary>The size of the instance, such as <c>x1</c>.</summary>
    public string? InstanceSize { get; init; }

    /// <summary>The kind of instance, such as <c>nvidia-a10g</c>.</summary>
    public string? InstanceType { get; init; }

    /// <summary>The vendor's region.</summary>
    public string? Region { get; init; }

    /// <summary>The cloud vendor.</summary>
    public string? Vendor { get; init; }

    /// <summary><c>public</c>, <c>authenticated</c> or <c>private</c>; the old <c>protected</c> is passed on.</summary>
    public string? Type { get; init; }

    /// <summary>The minimum number of replicas; 0 lets it scale to zero.</summary>
    public int? MinReplica { get; init; }

    /// <summary>The maximum number of replicas.</summary>
    public int? MaxReplica { get; init; }

    /// <summary>Minutes without a request before it scales to zero, at least 1.</summary>
    public int? ScaleToZeroTimeout { get; init; }

    /// <summary><c>pendingRequests</c> or <c>hardwareUsage</c>.</summary>
    public string? ScalingMetric { get; init; }

    /// <summary>Requests per replica, or percent, above which it scales up.</summary>
    public double? ScalingThreshold { get; init; }

    /// <summary>The container: an object of one member named by its engine, or the members of a custom one.</summary>
    public JsonText? CustomImage { get; init; }

    /// <summary>The command that the container runs instead of its entry point.</summary>
    public IReadOnlyList<string>? ContainerCommand { get; init; }

    /// <summary>The arguments of the container's command.</summary>
    public IReadOnlyList<string>? ContainerArgument { get; init; }

    /// <summary>The number of accelerators for each copy of the model: tensor parallelism (vLLM and SGLang).</summary>
    public int? TensorParallelSize { get; init; }

    /// <summary>The number of copies of the model in each replica: data parallelism (vLLM).</summary>
    public int? DataParallelSize { get; init; }

    /// <summary>Environment variables of the container.</summary>
    public IReadOnlyDictionary<string, string>? Env { get; init; }

    /// <summary>Secret environment variables; null as a value removes one.</summary>
    public IReadOnlyDictionary<string, string?>? Secret { get; init; }

    /// <summary>The cloud account of a private link.</summary>
    public string? AccountId { get; init; }

    /// <summary>A custom domain.</summary>
    public string? Domain { get; init; }

    /// <summary>The path under the domain, beginning with '/'.</summary>
    public string? Path { get; init; }

    /// <summary>Whether answers are cached.</summary>
    public bool? CacheHttpResponse { get; init; }

    /// <summary>The owner's tags.</summary>
    public IReadOnlyList<string>? Tag { get; init; }

    /// <summary>The router beside the container (<c>CustomRouterFeature</c>), sent as it is; empty removes it.</summary>
    public JsonText? CustomRouter { get; init; }

    /// <summary>Experimental features (<c>ExperimentalFeatures</c>), sent as they are.</summary>
    public JsonText? ExperimentalFeature { get; init; }

    /// <summary>Which addresses may reach it (<c>NetworkSpec</c>), sent as it is.</summary>
    public JsonText? Network { get; init; }

    /// <summary>Who is notified of events (<c>EndpointNotifications</c>), sent as it is.</summary>
    public JsonText? Notification { get; init; }

    /// <summary>The private link of a cloud account (<c>EndpointPrivateService</c>), sent as it is. Only in a create.</summary>
    public JsonText? PrivateService { get; init; }
}
