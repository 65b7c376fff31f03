namespace HfEndpoints.Client.Inference;

/// <summary>A vector: of a whole text, or of one of its tokens.</summary>
/// <param name="Row">Its place among the vectors of the text, from 0.</param>
/// <param name="Vector">Its numbers.</param>
public sealed record FeatureRow(int Row, IReadOnlyList<float> Vector) : TaskResult;
