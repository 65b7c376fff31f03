namespace HfEndpoints.Emulator.Models;

/// <summary>How to go on with a prompt, whatever the server's API calls the settings.</summary>
internal sealed record GenerationOptions
{
    public required string Prompt { get; init; }

    public required int MaxNewTokens { get; init; }

    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>Whether a stop sequence stays at the end of the text, as TGI has it, or is cut off, as others have it.</summary>
    public bool KeepStop { get; init; } = true;

    /// <summary>False gives the same answer to the same prompt always.</summary>
    public bool Sample { get; init; }

    public ulong Seed { get; init; }

    public double Temperature { get; init; } = 1;

    public int? TopK { get; init; }

    public double? TopP { get; init; }

    public double? TypicalP { get; init; }

    public double RepetitionPenalty { get; init; } = 1;

    public double FrequencyPenalty { get; init; }

    public int TopTokens { get; init; }

    /// <summary>Text the answer must be, when a grammar has already decided it.</summary>
    public string? Forced { get; init; }
}
