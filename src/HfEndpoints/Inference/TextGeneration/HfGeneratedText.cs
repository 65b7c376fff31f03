namespace HfEndpoints;

/// <summary>The text generated for one prompt.</summary>
public sealed class HfGeneratedText
{
    /// <summary>
    /// The text as the server gives it. Some begin it with the prompt unless -ReturnFullText:$false says otherwise.
    /// </summary>
    public required string Text { get; init; }

    /// <summary>The prompt.</summary>
    public required string Prompt { get; init; }

    /// <summary>The prompt's place among all prompts, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>
    /// Why the text ends: length, eos_token or stop_sequence, or a word of the server's own; with TGI only with -Details.
    /// </summary>
    public string? FinishReason { get; init; }

    /// <summary>The number of generated tokens; with TGI only with -Details.</summary>
    public int? GeneratedTokens { get; init; }

    /// <summary>Details of the generation; only with -Details.</summary>
    public HfGenerationDetails? Details { get; init; }

    /// <summary>The text.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Text;
}
