using System.Management.Automation;
using System.Text.Json.Nodes;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Commands;

/// <summary>Has conversations answered by a deployed endpoint: one, many at once, or one piece by piece.</summary>
[Cmdlet(
    VerbsLifecycle.Invoke, "HfChatCompletion", DefaultParameterSetName = EndpointSet,
    HelpUri = HelpPages.Root + "Invoke-HfChatCompletion.md")]
[OutputType(typeof(HfChatCompletion), typeof(HfChatChunk))]
public sealed class InvokeHfChatCompletionCommand : ChatParametersCmdlet
{
    private ChatRequest? _template;
    private MessageReader? _messages;
    private ContentReader? _contents;

    /// <summary>What the user says: each prompt is a conversation of its own, after what comes before it.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [TextTransformation]
    [PipedEndpointTransformation]
    [AllowEmptyString]
    public string[] Prompt { get; set => field = value ?? []; } = [];

    /// <summary>The messages of the conversation: tables or objects with role and content; a text is the user's.</summary>
    [Parameter]
    [Alias("Messages")]
    [ValidateNotNullOrEmpty]
    public object[] Message { get; set; } = [];

    /// <summary>What the model is to be and do, said before everything else.</summary>
    [Parameter]
    public string? System { get; set; }

    /// <summary>An earlier answer, or its messages: the conversation goes on from there.</summary>
    [Parameter]
    [AllowNull]
    public object[]? History { get; set; }

    /// <summary>Images that go with each prompt: files, or addresses.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string[]? Image { get; set; }

    /// <summary>Gives each piece of the answer as it comes, one conversation after the other.</summary>
    [Parameter]
    public SwitchParameter Stream { get; set; }

    private protected override bool IsStreamed => Stream;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _contents = new ContentReader(new ImageAddress(path => FilePaths.One(SessionState, path, nameof(Image))));
        _messages = new MessageReader(_contents);
        try
        {
            _template = ToRequest();
        }
        catch (HfException exception)
        {
            GiveUp(exception, CurrentEndpoint?.Name);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (IsOver)
        {
            return;
        }

        try
        {
            foreach (ChatRequest request in ToRequests())
            {
                Submit(request);
            }
        }
        catch (HfException exception)
        {
            WriteError(ErrorRecords.From(exception, CurrentEndpoint?.Name));
        }
    }

    private protected override IInferenceTask CreateTask() => new ChatTask(Stream);

    private IEnumerable<ChatRequest> ToRequests()
    {
        string[] prompts = TextsOf(Prompt);
        if (prompts.Length == 0 && Message.Length == 0)
        {
            throw new HfException(HfErrorKind.InvalidRequest, "There is nothing to answer: give -Prompt or -Message.");
        }

        JsonObject[] before = [.. _messages!.Read(History ?? []), .. _messages.Read(Message)];
        if (System is not null)
        {
            before = [MessageReader.Make("system", System), .. before.SkipWhile(message => message["role"]?.ToString() == "system")];
        }

        return prompts.Length == 0
            ? [_template! with { Messages = before }]
            : prompts.Select(prompt => _template! with { Messages = [.. before, FromUser(prompt)] });
    }

    private JsonObject FromUser(string prompt) => MessageReader.Make(
        "user", Image is null ? JsonValue.Create(prompt) : _contents!.WithImages(prompt, Image));
}
