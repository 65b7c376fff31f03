namespace HfEndpoints.Client.Inference;

/// <summary>What became of one text.</summary>
public sealed record TextEmbedding
{
    /// <summary>The text's vector; empty where the server gives one for each token, or refused the text.</summary>
    public IReadOnlyList<float> Vector { get; init; } = [];

    /// <summary>A vector for each token, where the server does not pool them; else empty.</summary>
    public IReadOnlyList<IReadOnlyList<float>> Tokens { get; init; } = [];

    /// <summary>Why there is none; null where there is.</summary>
    public HfException? Error { get; init; }
}
