namespace HfEndpoints.Client;

/// <summary>The answer of the search route.</summary>
internal sealed record NameList
{
    public IReadOnlyList<NameEntry> Items { get; init; } = [];

    internal sealed record NameEntry(string Name);
}
