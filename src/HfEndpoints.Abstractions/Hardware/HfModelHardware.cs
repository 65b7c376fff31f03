using System.Diagnostics.CodeAnalysis;

namespace HfEndpoints;

/// <summary>
/// An instance, and whether a model fits into its memory. Memory is in GB of 1,000,000,000 bytes; what is not known is null.
/// </summary>
public sealed record HfModelHardware : HfHardware
{
    /// <summary>An instance for a model.</summary>
    /// <param name="hardware">The instance.</param>
    /// <param name="repository">The model's repository.</param>
    [SetsRequiredMembers]
    public HfModelHardware(HfHardware hardware, string repository)
        : base(hardware) => Repository = repository;

    /// <summary>The model's repository.</summary>
    public string Repository { get; init; }

    /// <summary>yes, tight, no or unknown.</summary>
    public string Fits { get; init; } = "unknown";

    /// <summary>What the model needs: its weights with a fifth more for the work, and the cache.</summary>
    public double? NeedsMemory { get; init; }

    /// <summary>What there is for it: the memory of the accelerators that it is spread over, or of the machine.</summary>
    public double? HasMemory { get; init; }

    /// <summary>HasMemory without NeedsMemory.</summary>
    public double? Headroom { get; init; }

    /// <summary>The weights.</summary>
    public double? WeightMemory { get; init; }

    /// <summary>The cache of keys and values for all requests; 0 for a model that needs none.</summary>
    public double? CacheMemory { get; init; }

    /// <summary>The number of accelerators to spread the model over; null where there are not several.</summary>
    public int? TensorParallelSize { get; init; }

    /// <summary>The id.</summary>
    /// <returns>The id.</returns>
    public override string ToString() => Id;
}
