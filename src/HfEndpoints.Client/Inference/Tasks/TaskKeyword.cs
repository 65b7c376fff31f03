namespace HfEndpoints.Client.Inference;

/// <summary>What a task takes beside the address: its input, or a parameter.</summary>
/// <param name="Name">Its name in the Python library: <c>top_k</c>.</param>
/// <param name="Kind">The type of its value.</param>
/// <param name="Summary">A description in a sentence.</param>
public sealed record TaskKeyword(string Name, KeywordKind Kind, string Summary)
{
    /// <summary>Where it stands in the request.</summary>
    public KeywordPlace Place { get; init; }

    /// <summary>Its name in the request.</summary>
    public string WireName { get; init; } = Name;

    /// <summary>Whether it is required.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The minimum number of items of a list.</summary>
    public int MinimumCount { get; init; }

    /// <summary>Another keyword that has to be given with it; null for none.</summary>
    public string? Needs { get; init; }

    /// <summary>Aliases.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Known values; others are allowed.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Whether it is part of what goes in, not a parameter.</summary>
    public bool IsInput => Place is KeywordPlace.Inputs or KeywordPlace.InputsMember or KeywordPlace.Root;
}

/// <summary>What a keyword of a task takes.</summary>
public enum KeywordKind
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A list of texts.</summary>
    TextList,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A number.</summary>
    Number,

    /// <summary>Yes or no.</summary>
    Flag,

    /// <summary>A JSON object.</summary>
    Table,

    /// <summary>The bytes of an image or a sound.</summary>
    Content,

    /// <summary>Any JSON value.</summary>
    Any,
}

/// <summary>Where a keyword of a task stands in the request.</summary>
public enum KeywordPlace
{
    /// <summary>In <c>parameters</c>.</summary>
    Parameters,

    /// <summary>It is <c>inputs</c>.</summary>
    Inputs,

    /// <summary>In <c>inputs</c>, which is an object.</summary>
    InputsMember,

    /// <summary>Beside <c>inputs</c>.</summary>
    Root,

    /// <summary>Its members are in <c>parameters</c>, beside the others.</summary>
    MergedParameters,
}
