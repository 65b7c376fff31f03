namespace HfEndpoints;

/// <summary>A token of a prompt or of a generated text.</summary>
public sealed class HfGeneratedToken
{
    /// <summary>The token's number in the model's vocabulary.</summary>
    public required long Id { get; init; }

    /// <summary>Its text.</summary>
    public required string Text { get; init; }

    /// <summary>The logarithm of its probability; null on the first token of a prompt.</summary>
    public double? Logprob { get; init; }

    /// <summary>Whether it is a mark of the model's own rather than text.</summary>
    public bool Special { get; init; }

    /// <summary>The token's text.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Text;
}
