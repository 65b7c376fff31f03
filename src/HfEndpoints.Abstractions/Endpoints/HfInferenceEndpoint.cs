using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace HfEndpoints;

/// <summary>An Inference Endpoint, as of the request.</summary>
[SuppressMessage("Design", "CA1036", Justification = "PowerShell compares by the interface, and no C# code orders them.")]
public sealed class HfInferenceEndpoint : IEquatable<HfInferenceEndpoint>, IComparable<HfInferenceEndpoint>, IComparable
{
    private JsonElement? _json;

    /// <summary>The endpoint's name, unique in its namespace.</summary>
    public required string Name { get; init; }

    /// <summary>The user or organization that owns it.</summary>
    public required string Namespace { get; init; }

    /// <summary>The model's repository on the hub.</summary>
    public string? Repository { get; init; }

    /// <summary>
    /// The state: pending, initializing, updating, updateFailed, running, paused, failed or scaledToZero; an unknown
    /// state is shown as the server sent it.
    /// </summary>
    public string? Status { get; init; }

    /// <summary>The server's message about the state.</summary>
    public string? Message { get; init; }

    /// <summary>The result of the last Debug-HfInferenceEndpoint; null if it was never run.</summary>
    public string? AgentMessage { get; init; }

    /// <summary>The address. It may be set before the endpoint is ready.</summary>
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

    /// <summary>The minimum number of replicas.</summary>
    public int MinReplica { get; init; }

    /// <summary>The maximum number of replicas.</summary>
    public int MaxReplica { get; init; }

    /// <summary>Minutes without a request before it scales to zero; null if it never does.</summary>
    public int? ScaleToZeroTimeout { get; init; }

    /// <summary>The number of replicas that are ready.</summary>
    public int? ReadyReplica { get; init; }

    /// <summary>The number of replicas requested.</summary>
    public int? TargetReplica { get; init; }

    /// <summary>The owner's tags.</summary>
    public HfList<string> Tags { get; init; } = [];

    /// <summary>When it was created, UTC.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Who created it.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>When it was last changed, UTC.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Who last changed it.</summary>
    public string? UpdatedBy { get; init; }

    /// <summary>When it last received a request, UTC; null if it never did, or the service does not report it.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>The address of the API it came from.</summary>
    public required Uri EndpointsUri { get; init; }

    /// <summary>The server's whole answer as JSON in UTF-8, secrets masked; null for an object made by hand.</summary>
    internal byte[]? Answer { get; init; }

    /// <summary>
    /// The answer as it was sent, to compare it and to send parts of it again; null if nothing in it is masked. Never shown.
    /// </summary>
    internal byte[]? ExactAnswer { get; init; }

    /// <summary>The answer, parsed when somebody asks for it.</summary>
    internal JsonElement Json => _json ??= Parse(Answer);

    /// <summary>The answer as it was sent, but for the members that are secrets by their names.</summary>
    internal JsonElement ExactJson => ExactAnswer is null ? Json : Parse(ExactAnswer);

    /// <summary>The account it was read with, for the cmdlets; null for an object made by hand.</summary>
    internal object? Account { get; set; }

    /// <summary>The answer as a PowerShell object, once somebody asked for it.</summary>
    internal object? Raw { get; set; }

    /// <summary>Whether both are the same endpoint, in any state.</summary>
    /// <param name="other">The other.</param>
    /// <returns>Whether service, namespace and name are the same.</returns>
    public bool Equals(HfInferenceEndpoint? other) => CompareTo(other) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is HfInferenceEndpoint other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(EndpointsUri, Namespace, Name);

    /// <summary>Orders endpoints by namespace, name and service.</summary>
    /// <param name="other">The other.</param>
    /// <returns>Less than 0 if this one comes first, 0 if both are the same endpoint.</returns>
    public int CompareTo(HfInferenceEndpoint? other)
    {
        if (other is null)
        {
            return 1;
        }

        int order = string.CompareOrdinal(Namespace, other.Namespace);
        order = order != 0 ? order : string.CompareOrdinal(Name, other.Name);
        return order != 0 ? order : string.CompareOrdinal(EndpointsUri.AbsoluteUri, other.EndpointsUri.AbsoluteUri);
    }

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj switch
    {
        null => 1,
        HfInferenceEndpoint other => CompareTo(other),
        _ => throw new ArgumentException("An endpoint can be compared with an endpoint only.", nameof(obj)),
    };

    /// <summary>The identity of the endpoint, as every cmdlet accepts it.</summary>
    /// <returns><c>namespace/name</c>.</returns>
    public override string ToString() => $"{Namespace}/{Name}";

    private static JsonElement Parse(byte[]? json) => json is null ? default : JsonDocument.Parse(json, JsonLimits.Document).RootElement;
}
