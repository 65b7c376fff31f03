namespace HfEndpoints.Emulator.Models;

/// <summary>Why an answer ends where it ends.</summary>
internal enum FinishReason
{
    Length,
    EndOfText,
    StopSequence,
}

internal sealed record GeneratedToken(
    string Text, double LogProbability, IReadOnlyList<GeneratedToken> Alternatives, bool IsSpecial = false)
{
    public int Id => IsSpecial ? 2 : Vocabulary.Id(Text);
}

internal sealed record Generation(IReadOnlyList<GeneratedToken> Tokens, FinishReason FinishReason, IReadOnlyList<string> PromptTokens)
{
    /// <summary>The stop sequence that ended the text; null when something else did.</summary>
    public string? StopSequence { get; init; }
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

/// <summary>How to continue a prompt, whatever the server's API calls the settings.</summary>
internal sealed record GenerationOptions
{
    public required string Prompt { get; init; }
    public required int MaxNewTokens { get; init; }

    /// <summary>Texts that end the answer when they come.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>Whether a stop sequence stays at the end of the text, as TGI has it, or is cut off, as others have it.</summary>
    public bool KeepStop { get; init; } = true;

    /// <summary>False always gives the same answer to the same prompt.</summary>
    public bool Sample { get; init; }

    /// <summary>Other seeds give other answers when sampling.</summary>
    public ulong Seed { get; init; }

    /// <summary>Above 1 evens probabilities out, below it sharpens them.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Samples from this many of the likeliest tokens; null for all.</summary>
    public int? TopK { get; init; }

    /// <summary>Samples from the likeliest tokens that have this probability together; null for all.</summary>
    public double? TopP { get; init; }

    /// <summary>Samples from the most typical tokens that have this probability together; null for all.</summary>
    public double? TypicalP { get; init; }

    /// <summary>Makes tokens that were used less likely, above 1.</summary>
    public double RepetitionPenalty { get; init; } = 1;

    /// <summary>Makes tokens less likely by how often they were used, above 0.</summary>
    public double FrequencyPenalty { get; init; }
    public int TopTokens { get; init; }

    /// <summary>Text the answer must be, when a grammar has already decided it.</summary>
    public string? Forced { get; init; }
}
