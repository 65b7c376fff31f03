namespace HfEndpoints;

/// <summary>What was said.</summary>
public sealed class HfTranscription : HfInferenceResult
{
    /// <summary>The text.</summary>
    public required string Text { get; init; }

    /// <summary>Its parts and when they were said; none where the model was not asked.</summary>
    public required HfTranscriptionChunk[] Chunks { get; init; }

    /// <summary>The text.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Text;
}
