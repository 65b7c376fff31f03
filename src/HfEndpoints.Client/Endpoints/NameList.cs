using System.Text.Json.Serialization;

namespace HfEndpoints.Client;

/// <summary>The answer of the search route.</summary>
internal sealed record NameList
{
    // A list that is not there is not an empty one.
    [JsonRequired]
    public IReadOnlyList<NameEntry> Items { get; init => field = value ?? []; } = [];

    internal sealed record NameEntry([property: JsonRequired] string Name);
}
