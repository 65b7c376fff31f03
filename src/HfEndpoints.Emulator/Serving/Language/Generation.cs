namespace HfEndpoints.Emulator.Serving.Language;

/// <summary>A finished answer.</summary>
internal sealed record Generation(IReadOnlyList<GeneratedToken> Tokens, FinishReason FinishReason, IReadOnlyList<string> PromptTokens)
{
    public string Text { get; } = string.Concat(Tokens.Where(token => !token.IsSpecial).Select(token => token.Text));

    public double LogProbability { get; } = Tokens.Sum(token => token.LogProbability);
}
