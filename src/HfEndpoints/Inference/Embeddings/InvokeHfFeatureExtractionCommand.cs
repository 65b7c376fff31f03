namespace HfEndpoints.Commands;

/// <summary>Turns texts into vectors (embeddings) on a deployed endpoint, with as many texts in each request as it accepts.</summary>
[Cmdlet(
    VerbsLifecycle.Invoke, "HfFeatureExtraction", DefaultParameterSetName = EndpointSet,
    HelpUri = HelpPages.Root + "Invoke-HfFeatureExtraction.md")]
[OutputType(typeof(HfEmbedding))]
public sealed class InvokeHfFeatureExtractionCommand : InferenceCmdlet<string>
{
    /// <summary>The texts.</summary>
    [Parameter(
        Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        HelpMessage = "The texts.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [Alias("Inputs")]
    [TextInputTransformation(nameof(Text), "Inputs")]
    [AllowEmptyString]
    public string[] Text { get; set; } = [];

    /// <summary>Normalizes the vectors to length 1.</summary>
    [Parameter(HelpMessage = "Normalizes the vectors to length 1.")]
    public SwitchParameter Normalize { get; set; }

    /// <summary>The name of one of the model's own prompts, which is put before each text.</summary>
    [Parameter(HelpMessage = "The name of one of the model's own prompts, which is put before each text.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? PromptName { get; set; }

    /// <summary>Truncates texts that are too long; otherwise they are rejected.</summary>
    [Parameter(HelpMessage = HelpText.Truncate)]
    public SwitchParameter Truncate { get; set; }

    /// <summary>The end at which texts are truncated.</summary>
    [Parameter(HelpMessage = "The end at which texts are truncated.")]
    [ValidateSet("Left", "Right")]
    public string? TruncationDirection { get; set; }

    /// <summary>The number of dimensions, for models that support shorter vectors.</summary>
    [Parameter(HelpMessage = "The number of dimensions, for models that support shorter vectors.")]
    [ValidateRange(1, int.MaxValue)]
    public int? Dimensions { get; set; }

    /// <summary>The encoding of vectors on the wire. It does not change the output.</summary>
    [Parameter(HelpMessage = "The encoding of vectors on the wire. It does not change the output.")]
    [ValidateSet("float", "base64")]
    public string? EncodingFormat { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (TextInput text in TextsOf(Text, nameof(Text)) ?? [])
        {
            Submit(text.Text, text.Origin);
        }
    }

    private protected override IInferenceTask<string> CreateTask() => new EmbeddingTask(new EmbeddingParameters
    {
        Normalize = IfBound(Normalize),
        PromptName = PromptName,
        Truncate = IfBound(Truncate),
        // The server knows the words in this spelling alone.
        TruncationDirection = TruncationDirection is null ? null
            : TruncationDirection.Equals("left", StringComparison.OrdinalIgnoreCase) ? "Left" : "Right",
        Dimensions = Dimensions,
        EncodingFormat = EncodingFormat?.ToLowerInvariant(),
    });
}
