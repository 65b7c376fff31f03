namespace HfEndpoints;

/// <summary>What an endpoint on an emulator has cost.</summary>
public sealed record HfEmulatorBill
{
    /// <summary>The endpoint's name.</summary>
    public required string Name { get; init; }

    /// <summary>The user or organization that pays.</summary>
    public required string Namespace { get; init; }

    /// <summary>The time that its replicas are billed for.</summary>
    public TimeSpan BilledTime { get; init; }

    /// <summary>The cost, in USD.</summary>
    public decimal Usd { get; init; }

    /// <summary>The endpoint.</summary>
    /// <returns>Such as <c>alice/demo</c>.</returns>
    public override string ToString() => $"{Namespace}/{Name}";
}
