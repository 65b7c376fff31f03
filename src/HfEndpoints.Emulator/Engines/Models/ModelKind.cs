namespace HfEndpoints.Emulator.Models;

/// <summary>What a model makes of text.</summary>
internal enum ModelKind
{
    Generator,
    Embedder,
    SparseEmbedder,
    Reranker,
    Classifier,
}
