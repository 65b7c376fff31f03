using System.Globalization;

namespace HfEndpoints;

/// <summary>How many tokens an answer took; null where the server does not say.</summary>
public sealed class HfChatUsage
{
    /// <summary>The tokens of the conversation.</summary>
    public int? PromptTokens { get; init; }

    /// <summary>The tokens of the answers.</summary>
    public int? CompletionTokens { get; init; }

    /// <summary>The tokens of both.</summary>
    public int? TotalTokens { get; init; }

    /// <summary>Of the conversation's tokens, those that the server had kept from an earlier request.</summary>
    public int? CachedTokens { get; init; }

    /// <summary>Of the answers' tokens, those that the model thought with.</summary>
    public int? ReasoningTokens { get; init; }

    /// <summary>Both numbers and their sum.</summary>
    /// <returns>Such as 12 + 30 = 42; a number that is not known is a question mark.</returns>
    public override string ToString() => $"{Text(PromptTokens)} + {Text(CompletionTokens)} = {Text(TotalTokens)}";

    private static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "?";
}
