namespace HfEndpoints.Client.Inference;

/// <summary>What a task takes beside the address: its input, or a parameter.</summary>
/// <param name="Name">Its name in the Python library: <c>top_k</c>.</param>
/// <param name="Kind">What it takes.</param>
/// <param name="Summary">What it does, in a sentence.</param>
public sealed record TaskKeyword(string Name, KeywordKind Kind, string Summary)
{
    /// <summary>Where it stands in the request.</summary>
    public KeywordPlace Place { get; init; }

    /// <summary>Its name in the request.</summary>
    public string WireName { get; init; } = Name;

    /// <summary>Whether the task can't do without it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The fewest items of a list that make sense.</summary>
    public int MinimumCount { get; init; }

    /// <summary>Another keyword that has to be given with it; null for none.</summary>
    public string? Needs { get; init; }

    /// <summary>Other names it goes by.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Values that servers are known to take; others are allowed.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Whether it is part of what goes in, not a parameter.</summary>
    public bool IsInput => Place is KeywordPlace.Inputs or KeywordPlace.InputsMember or KeywordPlace.Root;
}
