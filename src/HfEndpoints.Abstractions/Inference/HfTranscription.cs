namespace HfEndpoints;

/// <summary>What was said.</summary>
public sealed record HfTranscription : HfInferenceResult
{
    /// <summary>The text.</summary>
    public required string Text { get; init; }

    /// <summary>Its parts and when they were said; empty if they were not requested.</summary>
    public HfTranscriptionChunk[] Chunks { get; init; } = [];

    /// <summary>Returns the text.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Text;
}

/// <summary>A part of what was said.</summary>
public sealed record HfTranscriptionChunk
{
    /// <summary>The text.</summary>
    public required string Text { get; init; }

    /// <summary>When it begins; null if that is not known.</summary>
    public TimeSpan? Start { get; init; }

    /// <summary>When it ends; null if that is not known, as for the last part.</summary>
    public TimeSpan? End { get; init; }

    /// <summary>Returns the text.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Text;
}
