namespace HfEndpoints.Emulator.Models;

/// <summary>A finished answer.</summary>
internal sealed record Generation(IReadOnlyList<GeneratedToken> Tokens, FinishReason FinishReason, IReadOnlyList<string> PromptTokens)
{
    /// <summary>The stop sequence that ended the text; null when something else did.</summary>
    public string? StopSequence { get; init; }

    public string Text { get; } = string.Concat(Tokens.Where(token => !token.IsSpecial).Select(token => token.Text));

    public double LogProbability { get; } = Tokens.Sum(token => token.LogProbability);

    /// <summary>The same answer with nothing after the first characters of its text.</summary>
    public Generation Cut(int length)
    {
        var tokens = new List<GeneratedToken>();
        int left = length;
        foreach (GeneratedToken token in Tokens)
        {
            tokens.Add(token with { Text = token.Text[..Math.Min(left, token.Text.Length)] });
            left -= Math.Min(left, token.Text.Length);
        }

        return new Generation(tokens, FinishReason, PromptTokens) { StopSequence = StopSequence };
    }
}
