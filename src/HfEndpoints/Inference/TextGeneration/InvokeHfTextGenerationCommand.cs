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
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Inputs")]
    [TextInputTransformation(nameof(Prompt), "Inputs")]
    [AllowEmptyString]
    public string[] Prompt { get; set; } = [];

    /// <summary>Emits each piece of the text as it arrives, one prompt after another.</summary>
    [Parameter]
    public SwitchParameter Stream { get; set; }

    /// <summary>The adapter (LoRA) to use.</summary>
    [Parameter]
    public string? AdapterId { get; set; }

    /// <summary>Generates this number of sequences and returns the most likely one.</summary>
    [Parameter]
    public int? BestOf { get; set; }

    /// <summary>Puts the prompt's tokens into the details.</summary>
    [Parameter]
    public SwitchParameter DecoderInputDetails { get; set; }

    /// <summary>Returns each token and the finish reason.</summary>
    [Parameter]
    public SwitchParameter Details { get; set; }

    /// <summary>Samples instead of choosing the most likely token.</summary>
    [Parameter]
    public SwitchParameter DoSample { get; set; }

    /// <summary>Penalizes tokens by how often they have occurred, -2 to 2.</summary>
    [Parameter]
    public double? FrequencyPenalty { get; set; }

    /// <summary>What the text must match: a table of type (json, regex, json_schema) and value.</summary>
    [Parameter]
    [TableTransformation]
    public IDictionary? Grammar { get; set; }

    /// <summary>The maximum number of tokens to generate.</summary>
    [Parameter]
    public int? MaxNewTokens { get; set; }

    /// <summary>Penalizes tokens that have already occurred; 1 means no penalty.</summary>
    [Parameter]
    public double? RepetitionPenalty { get; set; }

    /// <summary>Begins the text with the prompt.</summary>
    [Parameter]
    public SwitchParameter ReturnFullText { get; set; }

    /// <summary>The seed of sampling; the same seed gives the same text.</summary>
    [Parameter]
    public long? Seed { get; set; }

    /// <summary>Stop sequences.</summary>
    [Parameter]
    [Alias("StopSequences")]
    public string[]? Stop { get; set; }

    /// <summary>The sampling temperature, above 0.</summary>
    [Parameter]
    public double? Temperature { get; set; }

    /// <summary>Samples from this number of the most likely tokens (top-k).</summary>
    [Parameter]
    public int? TopK { get; set; }

    /// <summary>Returns this number of the most likely tokens at each step.</summary>
    [Parameter]
    public int? TopNTokens { get; set; }

    /// <summary>Samples from the most likely tokens with this total probability, below 1 (top-p).</summary>
    [Parameter]
    public double? TopP { get; set; }

    /// <summary>Truncates the prompt to this number of tokens.</summary>
    [Parameter]
    public int? Truncate { get; set; }

    /// <summary>The probability mass of typical sampling, below 1.</summary>
    [Parameter]
    public double? TypicalP { get; set; }

    /// <summary>Watermarks the text.</summary>
    [Parameter]
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
