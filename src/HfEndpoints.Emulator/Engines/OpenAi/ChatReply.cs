namespace HfEndpoints.Emulator;

/// <summary>A call of a function that the model asks for; the arguments are JSON.</summary>
internal sealed record ToolCall(string Id, string Name, Generation Arguments);

/// <summary>One of the answers to a chat: text, or calls of tools whose arguments are the generated text.</summary>
internal sealed record ChatReply(int Index, Generation Generation, IReadOnlyList<ToolCall> Calls)
{
    /// <summary>What the model thought before it answered; null for a server that does not separate it.</summary>
    public Generation? Reasoning { get; init; }
    public string Text => string.Concat(Pieces(Generation).Select(piece => piece.Text));

    /// <summary>The generated pieces as they go out, without the blank that a first word begins with.</summary>
    public static IEnumerable<(GeneratedToken Token, string Text)> Pieces(Generation generation)
    {
        bool isFirst = true;
        foreach (GeneratedToken token in generation.Tokens)
        {
            string text = token.IsSpecial ? "" : token.Text;
            yield return (token, isFirst ? text.TrimStart() : text);
            isFirst = false;
        }
    }
}

/// <summary>What a model answers to a chat, and how many tokens of the prompt the server still had from the one before.</summary>
internal sealed record ChatAnswer(IReadOnlyList<ChatReply> Choices, int CachedTokens)
{
    public int ReasoningTokens => Choices.Sum(choice => choice.Reasoning?.Tokens.Count ?? 0);
}
