namespace HfEndpoints;

/// <summary>A result of a task and the input it belongs to. One input may have several results, or none.</summary>
public abstract record HfInferenceResult
{
    /// <summary>The position of the input among all inputs of the call, from 0.</summary>
    public int Index { get; init; }

    /// <summary>The input: the text, or the path of the file; null if it was bytes or an object.</summary>
    public string? Input { get; init; }
}

/// <summary>A label and how well it fits.</summary>
public sealed record HfLabelScore : HfInferenceResult
{
    /// <summary>The label.</summary>
    public required string Label { get; init; }

    /// <summary>How well it fits; usually from 0 to 1.</summary>
    public required double Score { get; init; }

    /// <summary>Returns the label.</summary>
    /// <returns>The label.</returns>
    public override string ToString() => Label;
}

/// <summary>A text: a summary, a translation, a description, a completion.</summary>
public sealed record HfTextResult : HfInferenceResult
{
    /// <summary>The text.</summary>
    public required string Text { get; init; }

    /// <summary>Returns the text.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Text;
}

/// <summary>How similar a sentence is to the input.</summary>
public sealed record HfSimilarity : HfInferenceResult
{
    /// <summary>The sentence that the input was compared with.</summary>
    public required string Sentence { get; init; }

    /// <summary>The similarity; 1 for the same meaning.</summary>
    public required double Score { get; init; }

    /// <summary>Returns the sentence.</summary>
    /// <returns>The sentence.</returns>
    public override string ToString() => Sentence;
}

/// <summary>The result for a row of a table.</summary>
public sealed record HfRowValue : HfInferenceResult
{
    /// <summary>The row, from 0.</summary>
    public required int Row { get; init; }

    /// <summary>A label (String) or a number (Int64 or Double).</summary>
    public required object Value { get; init; }

    /// <summary>Returns the value.</summary>
    /// <returns>The value as text, the same in every language.</returns>
    public override string ToString() => FormattableString.Invariant($"{Value}");
}

/// <summary>A vector: of a whole text, or of one of its tokens.</summary>
public sealed record HfFeatureRow : HfInferenceResult
{
    /// <summary>The position of the vector among those of the text, from 0.</summary>
    public required int Row { get; init; }

    /// <summary>The components of the vector.</summary>
    public required float[] Vector { get; init; }

    /// <summary>Returns the size of the vector.</summary>
    /// <returns>A text such as <c>384 dimensions</c>.</returns>
    public override string ToString() => FormattableString.Invariant($"{Vector.Length} dimensions");
}

/// <summary>The answer of a model with a custom handler.</summary>
public sealed record HfRawResult : HfInferenceResult
{
    /// <summary>The answer as JSON; a text that is not JSON comes as a JSON string.</summary>
    public required string Json { get; init; }

    /// <summary>Returns the JSON.</summary>
    /// <returns>The JSON.</returns>
    public override string ToString() => Json;
}
