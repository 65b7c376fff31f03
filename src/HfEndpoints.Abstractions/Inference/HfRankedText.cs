namespace HfEndpoints;

/// <summary>A text and how well it answers a query.</summary>
public sealed record HfRankedText
{
    /// <summary>The position of the text among the texts given, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>The score: the higher, the better. Its range depends on the model.</summary>
    public required double Score { get; init; }

    /// <summary>The text.</summary>
    public required string Text { get; init; }

    /// <summary>Returns the text.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Text;
}
