using System.Globalization;

namespace HfEndpoints;

/// <summary>How many tokens an answer took; null where the server does not say.</summary>
/// <param name="PromptTokens">The tokens of the conversation.</param>
/// <param name="CompletionTokens">The tokens of the answers.</param>
/// <param name="TotalTokens">The tokens of both.</param>
public sealed record HfChatUsage(int? PromptTokens, int? CompletionTokens, int? TotalTokens)
{
    /// <summary>Of the conversation's tokens, those that the server had kept from an earlier request.</summary>
    public int? CachedTokens { get; init; }

    /// <summary>Of the answers' tokens, those that the model thought with.</summary>
    public int? ReasoningTokens { get; init; }

    /// <summary>Both numbers and their sum.</summary>
    /// <returns>Such as 12 + 30 = 42; a number that is not known is a question mark.</returns>
    public override string ToString() => $"{Text(PromptTokens)} + {Text(CompletionTokens)} = {Text(TotalTokens)}";

    private static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "?";
}
