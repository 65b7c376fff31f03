namespace HfEndpoints;

/// <summary>A part of what was said.</summary>
public sealed class HfTranscriptionChunk
{
    /// <summary>The text.</summary>
    public required string Text { get; init; }

    /// <summary>When it begins.</summary>
    public TimeSpan? Start { get; init; }

    /// <summary>When it ends; of the last part it may not be known.</summary>
    public TimeSpan? End { get; init; }

    /// <summary>The text.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Text;
}
