namespace HfEndpoints.Emulator;

/// <summary>Which vLLM an image has, by its tag, and what it knows; a tag without a version stands for a current one.</summary>
internal sealed partial class VllmVersion
{
    private const string Current = "0.27.1";
    private static readonly Version s_withoutNormalize = new(0, 26);
    private static readonly Version s_withReasoning = new(0, 12);
    private static readonly Version s_withoutGuided = new(0, 12);
    private readonly Version _number;

    public VllmVersion(EndpointSpec spec)
    {
        Text = TagPattern().Match(spec.ImageUrl ?? "") is { Success: true } match ? match.Groups[1].Value : Current;
        _number = Version.Parse(Text);
    }

    public string Text { get; }

    /// <summary>Whether the field "normalize" of embeddings is refused, as it was removed.</summary>
    public bool RefusesNormalize => _number >= s_withoutNormalize;

    /// <summary>Whether what a model thought is in "reasoning"; before, it was in "reasoning_content".</summary>
    public bool SaysReasoning => _number >= s_withReasoning;

    /// <summary>Whether constraints have fields of their own, "guided_json" and the like; later they are in "structured_outputs".</summary>
    public bool HasGuidedFields => _number < s_withoutGuided;

    /// <summary>
    /// Whether errors are those of 2026: a route that the model is not made for is 501 instead of 400, a prompt that is too long
    /// has other words, a tool that must be called wants a parser.
    /// </summary>
    public bool HasErrorsOfNow => _number >= s_withoutNormalize;

    [GeneratedRegex(@":v?(\d+\.\d+\.\d+)")]
    private static partial Regex TagPattern();
}
