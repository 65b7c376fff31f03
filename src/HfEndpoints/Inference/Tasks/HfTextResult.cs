namespace HfEndpoints;

/// <summary>A text: a summary, a translation, a description of an image.</summary>
public sealed class HfTextResult : HfInferenceResult
{
    /// <summary>The text.</summary>
    public required string Text { get; init; }

    /// <summary>The text.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Text;
}
