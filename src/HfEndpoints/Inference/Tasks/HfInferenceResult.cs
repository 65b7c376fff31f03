namespace HfEndpoints;

/// <summary>A result of a task, and what it is the result of.</summary>
public abstract class HfInferenceResult
{
    /// <summary>The input's place among all inputs of the call, from 0.</summary>
    public int Index { get; internal set; }

    /// <summary>The input: the text, or the path of the file; nothing where it was bytes or an object.</summary>
    public string? Input { get; internal set; }
}
