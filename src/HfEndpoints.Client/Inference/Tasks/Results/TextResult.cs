namespace HfEndpoints.Client.Inference;

/// <summary>A text: a summary, a translation, a description.</summary>
/// <param name="Text">The text.</param>
public sealed record TextResult(string Text) : TaskResult;
