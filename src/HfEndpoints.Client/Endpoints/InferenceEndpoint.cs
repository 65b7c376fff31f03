using System.Text.Json;
using System.Text.Json.Serialization;

namespace HfEndpoints.Client;

/// <summary>
/// An endpoint as the service returns it (<c>EndpointWithStatus</c> of its OpenAPI document). Members that the server
/// omits or sends as null keep their default. <see cref="Raw"/> contains the whole answer.
/// </summary>
public sealed record InferenceEndpoint
{
    /// <summary>The endpoint's name, unique in its namespace.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The user or organization that owns it. The service does not send it; it comes from the request.</summary>
    [JsonIgnore]
    public string Namespace { get; init; } = "";

    /// <summary>Who may call it: <c>public</c>, <c>authenticated</c>, <c>private</c>, or a word of another version.</summary>
    public string? Type { get; init; }

    /// <summary>The account of a private link, in older answers.</summary>
    public string? AccountId { get; init; }

    /// <summary>Where it runs.</summary>
    public EndpointProvider Provider { get; init => field = value ?? new(); } = new();

    /// <summary>What it runs on.</summary>
    public EndpointCompute Compute { get; init => field = value ?? new(); } = new();

    /// <summary>What it serves.</summary>
    public EndpointModel Model { get; init => field = value ?? new(); } = new();

    /// <summary>The route that answers 200 once the server is ready, below <see cref="EndpointStatus.Url"/>.</summary>
    public string? HealthRoute { get; init; }

    /// <summary>The owner's tags.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>How it is.</summary>
    public EndpointStatus Status { get; init => field = value ?? new(); } = new();

    /// <summary>The server's whole answer, secrets masked.</summary>
    [JsonIgnore]
    public JsonElement Raw { get; init; }
}

/// <summary>The cloud an endpoint runs in.</summary>
public sealed record EndpointProvider
{
    /// <summary>The vendor: <c>aws</c>, <c>azure</c>, <c>gcp</c>.</summary>
    public string? Vendor { get; init; }

    /// <summary>The vendor's region, such as <c>us-east-1</c>.</summary>
    public string? Region { get; init; }
}

/// <summary>The hardware of each replica, and how many there are.</summary>
public sealed record EndpointCompute
{
    /// <summary><c>cpu</c>, <c>gpu</c> or <c>neuron</c>.</summary>
    public string? Accelerator { get; init; }

    /// <summary>The kind of instance, such as <c>nvidia-a10g</c>.</summary>
    public string? InstanceType { get; init; }

    /// <summary>The size of the instance, such as <c>x1</c>.</summary>
    public string? InstanceSize { get; init; }

    /// <summary>How many replicas.</summary>
    public EndpointScaling Scaling { get; init => field = value ?? new(); } = new();
}

/// <summary>The bounds of autoscaling.</summary>
public sealed record EndpointScaling
{
    /// <summary>The minimum number of replicas; 0 lets it scale to zero.</summary>
    public int MinReplica { get; init; }

    /// <summary>The maximum number of replicas.</summary>
    public int MaxReplica { get; init; }

    /// <summary>Minutes without a request before it scales to zero; null if it never does.</summary>
    public int? ScaleToZeroTimeout { get; init; }

    /// <summary>The metric for autoscaling: one of <c>hardwareUsage</c> (percent) or <c>pendingRequests</c> (per replica).</summary>
    public JsonElement? Measure { get; init; }
}

/// <summary>The model and the container that serves it.</summary>
public sealed record EndpointModel
{
    /// <summary>The model's repository on the hub.</summary>
    public string? Repository { get; init; }

    /// <summary>The commit or branch of the repository.</summary>
    public string? Revision { get; init; }

    /// <summary>The task, such as <c>text-generation</c>.</summary>
    public string? Task { get; init; }

    /// <summary><c>custom</c>, <c>pytorch</c> or <c>llamacpp</c>.</summary>
    public string? Framework { get; init; }

    /// <summary>The container, an object of one member named by its engine.</summary>
    public JsonElement? Image { get; init; }
}
