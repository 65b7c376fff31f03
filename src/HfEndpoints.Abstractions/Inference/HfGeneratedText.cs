namespace HfEndpoints;

/// <summary>The text generated for one prompt.</summary>
public sealed record HfGeneratedText
{
    /// <summary>The text as the server gives it. Some servers begin it with the prompt unless asked not to.</summary>
    public string Text { get; init => field = value ?? ""; } = "";

    /// <summary>The prompt.</summary>
    public string Prompt { get; init; } = "";

    /// <summary>The position of the prompt among all prompts of the call, from 0.</summary>
    public int Index { get; init; }

    /// <summary>
    /// Why the text ends: length, eos_token or stop_sequence, or a word of the server's own; null if the server reports no details.
    /// </summary>
    public string? FinishReason => Details?.FinishReason;

    /// <summary>The number of generated tokens; null if the server reports no details.</summary>
    public int? GeneratedTokens => Details?.GeneratedTokens;

    /// <summary>Details of the generation; null unless they were requested, or the server reports them anyway.</summary>
    public HfGenerationDetails? Details { get; init; }

    /// <summary>Returns the text.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Text;
}

/// <summary>A piece of a text as it streams in.</summary>
public sealed record HfGeneratedTextChunk
{
    /// <summary>The text of the piece. All pieces' texts joined are the whole text.</summary>
    public string Text
    {
        // The end-of-sequence token is not part of the text.
        get => field ?? (Token is null ? GeneratedText ?? "" : Token.Special ? "" : Token.Text);
        init;
    }

    /// <summary>The token's number in the model's vocabulary; null if the server does not stream, or reports no tokens.</summary>
    public long? TokenId => Token?.Id;

    /// <summary>The prompt.</summary>
    public string Prompt { get; init; } = "";

    /// <summary>The position of the prompt among all prompts of the call, from 0.</summary>
    public int Index { get; init; }

    /// <summary>Why the text ends, on the last piece: length, eos_token or stop_sequence; null if the server reports no details.</summary>
    public string? FinishReason => Details?.FinishReason;

    /// <summary>The number of generated tokens, on the last piece; null if the server reports no details.</summary>
    public int? GeneratedTokens => Details?.GeneratedTokens;

    /// <summary>The token with its probability; null if the server reports none.</summary>
    public HfGeneratedToken? Token { get; init; }

    /// <summary>The most likely tokens at this step, if requested.</summary>
    public HfGeneratedToken[] TopTokens { get; init => field = value ?? []; } = [];

    /// <summary>The whole text, on the last piece.</summary>
    public string? GeneratedText { get; init; }

    /// <summary>Details of the generation, on the last piece.</summary>
    public HfGenerationDetails? Details { get; init; }

    /// <summary>Returns the text of the piece.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Text;
}
