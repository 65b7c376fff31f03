namespace HfEndpoints;

/// <summary>How well a text answers a query.</summary>
public sealed class HfRankedText
{
    /// <summary>The text's place among the texts given, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>How well it answers: the higher, the better.</summary>
    public required double Score { get; init; }

    /// <summary>The text.</summary>
    public required string Text { get; init; }

    /// <summary>The text.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Text;
}
