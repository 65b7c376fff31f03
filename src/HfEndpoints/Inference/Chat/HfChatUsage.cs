namespace HfEndpoints;

/// <summary>How many tokens an answer took.</summary>
public sealed class HfChatUsage
{
    /// <summary>The tokens of the conversation.</summary>
    public required int PromptTokens { get; init; }

    /// <summary>The tokens of the answers.</summary>
    public required int CompletionTokens { get; init; }

    /// <summary>The tokens of both.</summary>
    public required int TotalTokens { get; init; }

    /// <summary>Both numbers and their sum.</summary>
    /// <returns>Such as 12 + 30 = 42.</returns>
    public override string ToString() => FormattableString.Invariant($"{PromptTokens} + {CompletionTokens} = {TotalTokens}");
}
