using HfEndpoints.Client.Inference;

namespace HfEndpoints.Commands;

/// <summary>Converts generated texts to what users see.</summary>
internal static class GenerationConversion
{
    public static HfGeneratedText ToOutput(GeneratedText text, string prompt, int index) => new()
    {
        Text = text.Text ?? "",
        Prompt = prompt,
        Index = index,
        FinishReason = text.Details?.FinishReason,
        GeneratedTokens = text.Details?.GeneratedTokens,
        Details = text.Details is null ? null : ToOutput(text.Details),
    };

    public static HfGeneratedTextChunk ToOutput(GeneratedTextChunk chunk, string prompt, int index) => new()
    {
        Text = chunk.Text,
        TokenId = chunk.Token?.Id,
        Prompt = prompt,
        Index = index,
        FinishReason = chunk.Details?.FinishReason,
        GeneratedTokens = chunk.Details?.GeneratedTokens,
        Token = chunk.Token,
    };

    private static HfGenerationDetails ToOutput(GenerationDetails details) => new()
    {
        FinishReason = details.FinishReason,
        GeneratedTokens = details.GeneratedTokens,
        Text = details.Text,
        Seed = details.Seed,
        Prefill = [.. details.Prefill ?? []],
        Tokens = [.. details.Tokens ?? []],
        TopTokens = [.. (details.TopTokens ?? []).Select(step => step.ToArray())],
        BestOfSequences = [.. (details.BestOfSequences ?? []).Select(ToOutput)],
    };
}
