using System.Management.Automation;

namespace HfEndpoints.Commands;

/// <summary>Generates text on a deployed endpoint: for one prompt, for many at once, or as a stream.</summary>
[Cmdlet(
    VerbsLifecycle.Invoke, "HfTextGeneration", DefaultParameterSetName = EndpointSet,
    HelpUri = HelpPages.Root + "Invoke-HfTextGeneration.md")]
[OutputType(typeof(HfGeneratedText), typeof(HfGeneratedTextChunk))]
public sealed partial class InvokeHfTextGenerationCommand : InferenceCmdlet<string>
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
