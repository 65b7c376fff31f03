namespace HfEndpoints.Client.Inference;

/// <summary>How well a text answers a query.</summary>
/// <param name="Index">The text's place among the texts, from 0.</param>
/// <param name="Score">The higher, the better; what numbers there are is the model's.</param>
public sealed record RankedText(int Index, double Score);
