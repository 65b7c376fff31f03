namespace HfEndpoints.Client;

/// <summary>The answer of the network's list routes.</summary>
internal sealed record ItemList<T>
{
    public IReadOnlyList<T> Items { get; init; } = [];
}
