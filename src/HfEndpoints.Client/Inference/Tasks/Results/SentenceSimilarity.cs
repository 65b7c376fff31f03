namespace HfEndpoints.Client.Inference;

/// <summary>How alike two sentences are.</summary>
/// <param name="Sentence">The sentence that was compared.</param>
/// <param name="Score">How alike it is; 1 for the same.</param>
public sealed record SentenceSimilarity(string Sentence, double Score) : TaskResult;
