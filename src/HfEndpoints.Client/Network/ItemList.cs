using System.Text.Json.Serialization;

namespace HfEndpoints.Client;

/// <summary>The answer of the network's list routes.</summary>
internal sealed record ItemList<T>
{
    // A list that is not there is not an empty one.
    [JsonRequired]
    public IReadOnlyList<T> Items { get; init => field = value ?? []; } = [];
}
