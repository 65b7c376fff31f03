namespace HfEndpoints.Client.Inference;

/// <summary>How many tokens an answer took.</summary>
/// <param name="PromptTokens">Of the conversation.</param>
/// <param name="CompletionTokens">Of the answers.</param>
/// <param name="TotalTokens">Of both.</param>
public sealed record ChatUsage(int PromptTokens, int CompletionTokens, int TotalTokens);
