using System.Text.Json.Serialization;

namespace HfEndpoints.Client;

/// <summary>The answer of the replica route.</summary>
internal sealed record ReplicaList
{
    // A list that is not there is not an empty one.
    [JsonRequired]
    public IReadOnlyList<Replica> Items { get; init => field = value ?? []; } = [];
}
