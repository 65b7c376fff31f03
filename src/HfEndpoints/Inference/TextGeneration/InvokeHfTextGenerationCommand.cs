using System.Management.Automation;

namespace HfEndpoints.Commands;

/// <summary>Generates texts on a deployed endpoint: one, many at once, or one piece by piece.</summary>
[Cmdlet(
    VerbsLifecycle.Invoke, "HfTextGeneration", DefaultParameterSetName = EndpointSet,
    HelpUri = HelpPages.Root + "Invoke-HfTextGeneration.md")]
[OutputType(typeof(HfGeneratedText), typeof(HfGeneratedTextChunk))]
public sealed partial class InvokeHfTextGenerationCommand : InferenceCmdlet<string>
{
    /// <summary>What to go on from.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Inputs")]
    [TextInputTransformation(nameof(Prompt), "Inputs")]
    [AllowEmptyString]
    public string[] Prompt { get; set; } = [];

    /// <summary>Gives each piece of the text as it comes, one prompt after the other.</summary>
    [Parameter]
    public SwitchParameter Stream { get; set; }

    private protected override bool IsStreamed => Stream;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (TextInput prompt in TextsOf(Prompt, nameof(Prompt)) ?? [])
        {
            Submit(prompt.Text, prompt.Origin);
        }
    }

    private protected override IInferenceTask<string> CreateTask() => new TextGenerationTask(ToParameters(), Stream);
}
