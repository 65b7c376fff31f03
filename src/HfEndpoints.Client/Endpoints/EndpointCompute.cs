namespace HfEndpoints.Client;

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
