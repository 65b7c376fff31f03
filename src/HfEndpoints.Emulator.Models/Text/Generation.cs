namespace HfEndpoints.Emulator.Models;

/// <summary>Why an answer ends where it ends.</summary>
public enum FinishReason
{
    /// <summary>It has as many tokens as it may have.</summary>
    Length,

    /// <summary>The model had no more to say.</summary>
    EndOfText,

    /// <summary>A stop sequence came.</summary>
    StopSequence,
}

/// <summary>A token of an answer.</summary>
/// <param name="Text">What it adds to the text.</param>
/// <param name="LogProbability">The logarithm of its probability.</param>
/// <param name="Alternatives">The likeliest tokens at its place, as many as were asked for.</param>
/// <param name="IsSpecial">Whether it ends the text and is not part of it.</param>
public sealed record GeneratedToken(string Text, double LogProbability, IReadOnlyList<GeneratedToken> Alternatives, bool IsSpecial = false)
{
    /// <summary>The token's number.</summary>
    public int Id => IsSpecial ? 2 : Tokenizer.Id(Text);
}

/// <summary>A finished answer.</summary>
/// <param name="Tokens">What was generated.</param>
/// <param name="FinishReason">Why it ends.</param>
/// <param name="PromptTokens">What it continues.</param>
public sealed record Generation(IReadOnlyList<GeneratedToken> Tokens, FinishReason FinishReason, IReadOnlyList<string> PromptTokens)
{
    /// <summary>The stop sequence that ended the text; null when something else did.</summary>
    public string? StopSequence { get; init; }

    /// <summary>The text of the tokens.</summary>
    public string Text { get; } = string.Concat(Tokens.Where(token => !token.IsSpecial).Select(token => token.Text));

    /// <summary>The logarithm of the whole answer's probability.</summary>
    public double LogProbability { get; } = Tokens.Sum(token => token.LogProbability);

    /// <summary>The same answer with nothing after the first characters of its text.</summary>
    internal Generation Cut(int length)
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
