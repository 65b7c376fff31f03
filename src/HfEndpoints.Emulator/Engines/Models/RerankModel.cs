namespace HfEndpoints.Emulator.Models;

/// <summary>Says how well a text answers a query, as a cross-encoder does, by how near they are in meaning.</summary>
internal static class RerankModel
{
    private const double Middle = 0.35;
    private const double Steepness = 14;

    /// <summary>The model's output before a sigmoid: above 0 for what fits.</summary>
    public static double Logit(string query, string text) => (EmbeddingModel.Similarity(query, text) - Middle) * Steepness;

    /// <summary>The score from 0 to 1.</summary>
    public static double Score(string query, string text) => 1 / (1 + Math.Exp(-Logit(query, text)));
}
