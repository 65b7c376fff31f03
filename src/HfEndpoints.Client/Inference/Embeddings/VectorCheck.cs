namespace HfEndpoints.Client.Inference;

/// <summary>Checks vectors against the request, and corrects them if that is possible here.</summary>
internal sealed class VectorCheck(EmbeddingParameters parameters, HfServerInfo info)
{
    // Vectors come as 32-bit numbers, and from some servers as 16-bit ones.
    private const double Tolerance = 1e-3;

    /// <summary>Checks an embedding.</summary>
    /// <returns>The embedding as requested.</returns>
    /// <exception cref="FormatException">It is not, and can't be made so.</exception>
    public HfEmbedding Apply(HfEmbedding embedding) => embedding with
    {
        Embedding = embedding.Embedding.Length == 0 ? [] : Apply(embedding.Embedding),
        TokenEmbedding = [.. embedding.TokenEmbedding.Select(Apply)],
    };

    /// <summary>Whether the server normalized a vector although it should not.</summary>
    public bool IsNormalizedUnasked(HfEmbedding embedding) =>
        parameters.Normalize == false && embedding.Embedding.Length > 1 && HasUnitLength(embedding.Embedding);

    private float[] Apply(float[] vector)
    {
        bool isNormalized = parameters.Normalize == true;
        if (parameters.Dimensions is { } dimensions && dimensions != vector.Length)
        {
            if (vector.Length < dimensions || !info.Models.Any(MatryoshkaModels.Contains))
            {
                throw new FormatException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"its vectors have {vector.Length} dimensions, not the {dimensions} asked for, and those of this model can't be cut"));
            }

            isNormalized |= HasUnitLength(vector);
            vector = vector[..dimensions];
        }

        return isNormalized ? Normalize(vector) : vector;
    }

    private static float[] Normalize(float[] vector)
    {
        double length = LengthOf(vector);
        return length == 0 ? throw new FormatException("a vector of zeros can't be normalized")
            : Math.Abs(length - 1) <= Tolerance ? vector
            : [.. vector.Select(value => (float)(value / length))];
    }

    private static bool HasUnitLength(float[] vector) => Math.Abs(LengthOf(vector) - 1) <= Tolerance;

    private static double LengthOf(float[] vector) => Math.Sqrt(vector.Sum(value => (double)value * value));
}
