using System.Management.Automation;
using HfEndpoints.Commands;

namespace HfEndpoints;

/// <summary>An Inference Endpoint as it was when it was asked for.</summary>
public sealed class HfInferenceEndpoint
{
    private readonly Lazy<PSObject> _raw;

    internal HfInferenceEndpoint(HfConnection connection, Func<PSObject> raw)
    {
        Connection = connection;
        _raw = new Lazy<PSObject>(raw);
    }

    /// <summary>The endpoint's name, unique in its namespace.</summary>
    public required string Name { get; init; }

    /// <summary>The user or organization that owns it.</summary>
    public required string Namespace { get; init; }

    /// <summary>The model's repository on the hub.</summary>
    public string? Repository { get; init; }

    /// <summary>
    /// The state: pending, initializing, updating, updateFailed, running, paused, failed or scaledToZero; one that is
    /// not known here is shown as the server sent it.
    /// </summary>
    public string? Status { get; init; }

    /// <summary>What the server says of the state.</summary>
    public string? Message { get; init; }

    /// <summary>What Debug-HfInferenceEndpoint found when it was last run on it; null where it never was.</summary>
    public string? AgentMessage { get; init; }

    /// <summary>Where it is reached. It may be set before the endpoint is ready.</summary>
    public string? Url { get; init; }

    /// <summary>The route below the url that answers 200 once the endpoint is ready.</summary>
    public string? HealthRoute { get; init; }

    /// <summary>custom, pytorch or llamacpp.</summary>
    public string? Framework { get; init; }

    /// <summary>The commit or branch of the repository.</summary>
    public string? Revision { get; init; }

    /// <summary>The task, such as text-generation.</summary>
    public string? Task { get; init; }

    /// <summary>Who may call it: public, authenticated or private.</summary>
    public string? Type { get; init; }

    /// <summary>The cloud vendor.</summary>
    public string? Vendor { get; init; }

    /// <summary>The vendor's region.</summary>
    public string? Region { get; init; }

    /// <summary>cpu, gpu or neuron.</summary>
    public string? Accelerator { get; init; }

    /// <summary>The kind of instance.</summary>
    public string? InstanceType { get; init; }

    /// <summary>The size of the instance.</summary>
    public string? InstanceSize { get; init; }

    /// <summary>The least number of replicas.</summary>
    public int MinReplica { get; init; }

    /// <summary>The greatest number of replicas.</summary>
    public int MaxReplica { get; init; }

    /// <summary>Minutes without a request before it scales to zero; null where it never does.</summary>
    public int? ScaleToZeroTimeout { get; init; }

    /// <summary>Replicas that take requests.</summary>
    public int? ReadyReplica { get; init; }

    /// <summary>Replicas there should be.</summary>
    public int? TargetReplica { get; init; }

    /// <summary>The owner's tags.</summary>
    public string[] Tags { get; init; } = [];

    /// <summary>When it was created, UTC.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Who created it.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>When it was last changed, UTC.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Who last changed it.</summary>
    public string? UpdatedBy { get; init; }

    /// <summary>The server's whole answer, fields unknown here included; the values of secrets are masked.</summary>
    public PSObject Raw => _raw.Value;

    internal HfConnection Connection { get; }

    /// <summary>The name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;
}
