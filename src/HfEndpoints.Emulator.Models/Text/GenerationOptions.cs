namespace HfEndpoints.Emulator.Models;

/// <summary>How to continue a prompt, whatever the server's API calls the settings.</summary>
public sealed record GenerationOptions
{
    /// <summary>The text to continue.</summary>
    public required string Prompt { get; init; }

    /// <summary>How many tokens the answer has at most.</summary>
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

    /// <summary>How many alternatives to give for each token.</summary>
    public int TopTokens { get; init; }

    /// <summary>Text the answer must be, when a grammar has already decided it.</summary>
    public string? Forced { get; init; }
}
