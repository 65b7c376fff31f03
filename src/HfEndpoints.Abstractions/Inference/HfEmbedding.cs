namespace HfEndpoints;

/// <summary>A text as a vector. Texts of similar meaning have vectors of similar direction.</summary>
public sealed record HfEmbedding
{
    /// <summary>The text.</summary>
    public required string Text { get; init; }

    /// <summary>The position of the text among all texts of the call, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>The vector; empty if the server returned one vector for each token instead.</summary>
    public required float[] Embedding { get; init; }

    /// <summary>A vector for each token, from a server that does not pool them into one for the text; otherwise empty.</summary>
    public float[][] TokenEmbedding { get; init; } = [];

    /// <summary>The number of components of a vector.</summary>
    public int Dimension => TokenEmbedding.Length > 0 ? TokenEmbedding[0].Length : Embedding.Length;

    /// <summary>The cosine similarity to another embedding.</summary>
    /// <param name="other">The other embedding.</param>
    /// <returns>1 for the same direction, 0 for a right angle, -1 for the opposite direction.</returns>
    /// <exception cref="ArgumentException">The vectors differ in length, or this one is empty.</exception>
    public double CosineSimilarity(HfEmbedding other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return CosineSimilarity(other.Embedding);
    }

    /// <summary>The cosine similarity to another vector.</summary>
    /// <param name="other">The other vector.</param>
    /// <returns>1 for the same direction, 0 for a right angle, -1 for the opposite direction.</returns>
    /// <exception cref="ArgumentException">The vectors differ in length, or this one is empty.</exception>
    public double CosineSimilarity(float[] other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Embedding.Length == 0 || Embedding.Length != other.Length)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"A vector with {Embedding.Length} dimensions can't be compared with one with {other.Length}."),
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

    /// <summary>Returns the text.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Text;
}
