namespace HfEndpoints;

/// <summary>A piece of a text as it streams in.</summary>
public sealed class HfGeneratedTextChunk
{
    /// <summary>The piece's text. All pieces' texts joined are the whole text.</summary>
    public required string Text { get; init; }

    /// <summary>The token's number in the model's vocabulary; null if the server does not stream, or tells of no tokens.</summary>
    public long? TokenId { get; init; }

    /// <summary>The prompt.</summary>
    public required string Prompt { get; init; }

    /// <summary>The prompt's place among all prompts, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Why the text ends, on the last piece and only with -Details: length, eos_token or stop_sequence.</summary>
    public string? FinishReason { get; init; }

    /// <summary>The number of generated tokens, on the last piece and only with -Details.</summary>
    public int? GeneratedTokens { get; init; }

    /// <summary>The token with its probability.</summary>
    public HfGeneratedToken? Token { get; init; }

    /// <summary>The piece's text.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Text;
}
