namespace HfEndpoints.Client;

/// <summary>The hardware to run on.</summary>
public sealed record ComputeRequest
{
    /// <summary><c>cpu</c>, <c>gpu</c> or <c>neuron</c>.</summary>
    public string? Accelerator { get; init; }

    /// <summary>The kind of instance.</summary>
    public string? InstanceType { get; init; }

    /// <summary>The size of the instance.</summary>
    public string? InstanceSize { get; init; }

    /// <summary>How many replicas.</summary>
    public ScalingRequest? Scaling { get; init; }
}
