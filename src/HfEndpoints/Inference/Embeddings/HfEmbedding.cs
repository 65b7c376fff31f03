namespace HfEndpoints;

/// <summary>A text as a vector: texts that mean alike have vectors that point alike.</summary>
public sealed class HfEmbedding
{
    /// <summary>The text.</summary>
    public required string Text { get; init; }

    /// <summary>The text's place among all texts, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>The vector; empty where the server gives one for each token instead.</summary>
    public required float[] Embedding { get; init; }

    /// <summary>A vector for each token, from a server that does not pool them to one for the text; else empty.</summary>
    public float[][] TokenEmbedding { get; init; } = [];

    /// <summary>How many numbers a vector has.</summary>
    public int Dimension => TokenEmbedding.Length > 0 ? TokenEmbedding[0].Length : Embedding.Length;

    /// <summary>How alike the directions of two vectors are.</summary>
    /// <param name="other">The other text's.</param>
    /// <returns>1 for the same direction, 0 for none in common, -1 for the opposite.</returns>
    /// <exception cref="ArgumentException">They are not of the same length, or there is none.</exception>
    public double CosineSimilarity(HfEmbedding other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return CosineSimilarity(other.Embedding);
    }

    /// <summary>How alike the directions of two vectors are.</summary>
    /// <param name="other">The other vector.</param>
    /// <returns>1 for the same direction, 0 for none in common, -1 for the opposite.</returns>
    /// <exception cref="ArgumentException">They are not of the same length, or there is none.</exception>
    public double CosineSimilarity(float[] other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Embedding.Length == 0 || Embedding.Length != other.Length)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"A vector of {Embedding.Length} numbers can't be compared with one of {other.Length}."),
                nameof(other));
        }

        double product = 0, own = 0, others = 0;
        for (int i = 0; i < other.Length; i++)
        {
            product += (double)Embedding[i] * other[i];
            own += (double)Embedding[i] * Embedding[i];
            others += (double)other[i] * other[i];
        }

        return own == 0 || others == 0 ? 0 : product / (Math.Sqrt(own) * Math.Sqrt(others));
    }

    /// <summary>The text.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Text;
}
