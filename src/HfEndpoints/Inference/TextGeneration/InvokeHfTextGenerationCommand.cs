namespace HfEndpoints.Commands;

/// <summary>
/// Generates text on a deployed endpoint: for one prompt, for many at once, or as a stream. The parameters have the names of
/// Text Generation Inference.
/// </summary>
[Cmdlet(
    VerbsLifecycle.Invoke, "HfTextGeneration", DefaultParameterSetName = EndpointSet,
    HelpUri = HelpPages.Root + "Invoke-HfTextGeneration.md")]
[OutputType(typeof(HfGeneratedText), typeof(HfGeneratedTextChunk))]
public sealed class InvokeHfTextGenerationCommand : InferenceCmdlet<string>
{
    /// <summary>The prompt to continue.</summary>
    [Parameter(
        Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        HelpMessage = "The prompt to continue.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [Alias("Inputs")]
    [TextInputTransformation(nameof(Prompt), "Inputs")]
    [AllowEmptyString]
    public string[] Prompt { get; set; } = [];

    /// <summary>Emits each piece of the text as it arrives, one prompt after another.</summary>
    [Parameter(HelpMessage = "Emits each piece of the text as it arrives, one prompt after another.")]
    public SwitchParameter Stream { get; set; }

    /// <summary>The adapter (LoRA) to use.</summary>
    [Parameter(HelpMessage = "The adapter (LoRA) to use.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? AdapterId { get; set; }

    /// <summary>Generates this number of sequences and returns the most likely one.</summary>
    [Parameter(HelpMessage = "Generates this number of sequences and returns the most likely one.")]
    public int? BestOf { get; set; }

    /// <summary>Puts the prompt's tokens into the details.</summary>
    [Parameter(HelpMessage = "Puts the prompt's tokens into the details.")]
    public SwitchParameter DecoderInputDetails { get; set; }

    /// <summary>Returns each token and the finish reason.</summary>
    [Parameter(HelpMessage = "Returns each token and the finish reason.")]
    public SwitchParameter Details { get; set; }

    /// <summary>Samples instead of choosing the most likely token.</summary>
    [Parameter(HelpMessage = "Samples instead of choosing the most likely token.")]
    public SwitchParameter DoSample { get; set; }

    /// <summary>Penalizes tokens by how often they have occurred, -2 to 2.</summary>
    [Parameter(HelpMessage = HelpText.FrequencyPenalty)]
    public double? FrequencyPenalty { get; set; }

    /// <summary>What the text must match: a table of type (json, regex, json_schema) and value.</summary>
    [Parameter(HelpMessage = "What the text must match: a table of type (json, regex, json_schema) and value.")]
    [TableTransformation]
    public IDictionary? Grammar { get; set; }

    /// <summary>The maximum number of tokens to generate.</summary>
    [Parameter(HelpMessage = "The maximum number of tokens to generate.")]
    public int? MaxNewTokens { get; set; }

    /// <summary>Penalizes tokens that have already occurred; 1 means no penalty.</summary>
    [Parameter(HelpMessage = "Penalizes tokens that have already occurred; 1 means no penalty.")]
    public double? RepetitionPenalty { get; set; }

    /// <summary>Begins the text with the prompt.</summary>
    [Parameter(HelpMessage = "Begins the text with the prompt.")]
    public SwitchParameter ReturnFullText { get; set; }

    /// <summary>The seed of sampling; the same seed gives the same text.</summary>
    [Parameter(HelpMessage = "The seed of sampling; the same seed gives the same text.")]
    public long? Seed { get; set; }

    /// <summary>Stop sequences.</summary>
    [Parameter(HelpMessage = HelpText.Stop)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [Alias("StopSequences")]
    public string[]? Stop { get; set; }

    /// <summary>The sampling temperature, above 0.</summary>
    [Parameter(HelpMessage = "The sampling temperature, above 0.")]
    public double? Temperature { get; set; }

    /// <summary>Samples from this number of the most likely tokens (top-k).</summary>
    [Parameter(HelpMessage = "Samples from this number of the most likely tokens (top-k).")]
    public int? TopK { get; set; }

    /// <summary>Returns this number of the most likely tokens at each step.</summary>
    [Parameter(HelpMessage = "Returns this number of the most likely tokens at each step.")]
    public int? TopNTokens { get; set; }

    /// <summary>Samples from the most likely tokens with this total probability, below 1 (top-p).</summary>
    [Parameter(HelpMessage = "Samples from the most likely tokens with this total probability, below 1 (top-p).")]
    public double? TopP { get; set; }

    /// <summary>Truncates the prompt to this number of tokens.</summary>
    [Parameter(HelpMessage = "Truncates the prompt to this number of tokens.")]
    public int? Truncate { get; set; }

    /// <summary>The probability mass of typical sampling, below 1.</summary>
    [Parameter(HelpMessage = "The probability mass of typical sampling, below 1.")]
    public double? TypicalP { get; set; }

    /// <summary>Watermarks the text.</summary>
    [Parameter(HelpMessage = "Watermarks the text.")]
    public SwitchParameter Watermark { get; set; }

    private protected override bool IsStreamed => Stream;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (TextInput prompt in TextsOf(Prompt, nameof(Prompt)) ?? [])
        {
            Submit(prompt.Text, prompt.Origin);
        }
    }

    private protected override IInferenceTask<string> CreateTask() => new TextGenerationTask(ToParameters(), Stream, Shown);

    private GenerateParameters ToParameters() => new()
    {
        AdapterId = AdapterId,
        BestOf = BestOf,
        DecoderInputDetails = IfBound(DecoderInputDetails),
        Details = IfBound(Details),
        DoSample = IfBound(DoSample),
        FrequencyPenalty = FrequencyPenalty,
        Grammar = JsonConversion.ToJsonText(Grammar),
        MaxNewTokens = MaxNewTokens,
        RepetitionPenalty = RepetitionPenalty,
        ReturnFullText = IfBound(ReturnFullText),
        Seed = Seed,
        Stop = Stop,
        Temperature = Temperature,
        TopK = TopK,
        TopNTokens = TopNTokens,
        TopP = TopP,
        Truncate = Truncate,
        TypicalP = TypicalP,
        Watermark = IfBound(Watermark),
    };
}
