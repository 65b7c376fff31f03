namespace HfEndpoints.Commands;

/// <summary>Ranks texts by how well they answer a query, on a deployed endpoint.</summary>
[Cmdlet(
    VerbsLifecycle.Invoke, "HfRerank", DefaultParameterSetName = EndpointSet, HelpUri = HelpPages.Root + "Invoke-HfRerank.md")]
[OutputType(typeof(HfRankedText))]
public sealed class InvokeHfRerankCommand : InferenceCmdlet<IReadOnlyList<string>>
{
    private readonly List<string> _texts = [];
    private HfEndpointReference? _endpoint;

    /// <summary>The query.</summary>
    [Parameter(Mandatory = true, Position = 1, HelpMessage = "The query.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string Query { get; set; } = "";

    /// <summary>The texts; all of them are ranked together.</summary>
    [Parameter(
        Mandatory = true, Position = 2, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        HelpMessage = "The texts; all of them are ranked together.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [Alias("Texts", "Documents")]
    [TextInputTransformation(nameof(Text), "Texts", "Documents")]
    [AllowEmptyString]
    public string[] Text { get; set; } = [];

    /// <summary>Emits only this number of the best texts.</summary>
    [Parameter(HelpMessage = "Emits only this number of the best texts.")]
    [ValidateRange(1, int.MaxValue)]
    public int? Top { get; set; }

    /// <summary>Scores as the model gives them, not between 0 and 1.</summary>
    [Parameter(HelpMessage = "Scores as the model gives them, not between 0 and 1.")]
    public SwitchParameter RawScores { get; set; }

    /// <summary>Has the server send the texts back; they are on the results without it too.</summary>
    [Parameter(HelpMessage = "Has the server send the texts back; they are on the results without it too.")]
    public SwitchParameter ReturnText { get; set; }

    /// <summary>Truncates texts that are too long; otherwise they are rejected.</summary>
    [Parameter(HelpMessage = HelpText.Truncate)]
    public SwitchParameter Truncate { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // Texts piped to one endpoint are ranked together; endpoints piped in each rank the texts given.
        if (_texts.Count > 0 && !Equals(_endpoint?.Key, CurrentEndpoint?.Key))
        {
            HandOver(_endpoint);
        }

        _endpoint = CurrentEndpoint;
        _texts.AddRange((TextsOf(Text, nameof(Text)) ?? []).Select(text => text.Text));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_texts.Count > 0)
        {
            HandOver(_endpoint);
        }

        base.EndProcessing();
    }

    private protected override IInferenceTask<IReadOnlyList<string>> CreateTask() => new RerankTask(
        Query,
        new RankParameters
        {
            RawScores = IfBound(RawScores),
            ReturnText = IfBound(ReturnText),
            Truncate = IfBound(Truncate),
            ThrottleLimit = ThrottleLimit,
        },
        Top);

    private void HandOver(HfEndpointReference? endpoint)
    {
        Submit(_texts.ToArray(), Query, endpoint);
        _texts.Clear();
    }
}
