namespace HfEndpoints.Emulator;

/// <summary>The sampling settings that chat and text completions share.</summary>
internal sealed class SamplingRequest(JsonFields fields)
{
    private const int MostChoices = 128;

    /// <summary>How many answers to make of one prompt; at most as many as OpenAI's API has.</summary>
    public int Choices { get; } = Math.Clamp(fields.Count("n") ?? 1, 1, MostChoices);
    public IReadOnlyList<string> Stop { get; } = fields.Texts("stop");
    public long? Seed { get; } = fields.Integer("seed");
    public double? Temperature { get; } = fields.Number("temperature");
    public double? TopP { get; } = fields.Number("top_p");
    public int? TopK { get; } = fields.Count("top_k");
    public double FrequencyPenalty { get; } = fields.Number("frequency_penalty") ?? 0;
    public double PresencePenalty { get; } = fields.Number("presence_penalty") ?? 0;
    public double RepetitionPenalty { get; } = fields.Number("repetition_penalty") ?? 1;

    /// <summary>
    /// How to write one of the choices. Without any setting that asks for chance the prompt alone decides, so that tests see the
    /// same text again; further choices differ.
    /// </summary>
    public GenerationOptions Options(string prompt, int maxTokens, int choice, ulong randomSeed)
    {
        bool samples = Temperature is not 0 && (Temperature is not null || Seed is not null || TopP is < 1 || choice > 0);
        return new GenerationOptions
        {
            Prompt = prompt,
            MaxNewTokens = maxTokens,
            Stop = Stop,
            KeepStop = false,
            Sample = samples,
            Seed = unchecked((Seed is long seed ? (ulong)seed : Temperature is > 0 ? randomSeed : 0) + (ulong)choice),
            Temperature = Temperature is > 0 ? Temperature.Value : 1,
            TopP = TopP is > 0 and < 1 ? TopP : null,
            TopK = TopK is > 0 ? TopK : null,
            FrequencyPenalty = FrequencyPenalty + PresencePenalty,
            RepetitionPenalty = RepetitionPenalty > 0 ? RepetitionPenalty : 1,
        };
    }
}
