namespace HfEndpoints.Client;

/// <summary>The answer of the replica route.</summary>
internal sealed record ReplicaList
{
    public IReadOnlyList<Replica> Items { get; init => field = value ?? []; } = [];
}
