namespace HfEndpoints.Commands;

/// <summary>Completes conversations on a deployed endpoint: one, many at once, or one as a stream.</summary>
[Cmdlet(
    VerbsLifecycle.Invoke, "HfChatCompletion", DefaultParameterSetName = EndpointSet,
    HelpUri = HelpPages.Root + "Invoke-HfChatCompletion.md")]
[OutputType(typeof(HfChatCompletion), typeof(HfChatChunk))]
public sealed partial class InvokeHfChatCompletionCommand : InferenceCmdlet<ChatConversation>
{
    private ChatRequest? _template;
    private MessageReader? _messages;
    private ContentReader? _contents;

    /// <summary>The user messages. Each prompt is a separate conversation, after the earlier messages.</summary>
    [Parameter(
        Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        HelpMessage = "The user messages. Each prompt is a separate conversation, after the earlier messages.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [TextInputTransformation(nameof(Prompt))]
    [AllowEmptyString]
    public string[] Prompt { get; set => field = value ?? []; } = [];

    /// <summary>The messages of the conversation: tables or objects with role and content; a text is the user's.</summary>
    [Parameter(HelpMessage = "The messages of the conversation: tables or objects with role and content; a text is the user's.")]
    [Alias("Messages")]
    [ValidateNotNullOrEmpty]
    public object[] Message { get; set; } = [];

    /// <summary>The system message.</summary>
    [Parameter(HelpMessage = "The system message.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? System { get; set; }

    /// <summary>An earlier answer, or its messages. The conversation continues from there.</summary>
    [Parameter(HelpMessage = "An earlier answer, or its messages. The conversation continues from there.")]
    [AllowNull]
    public object[]? History { get; set; }

    /// <summary>Images that go with each prompt: files, or addresses.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = "Images that go with each prompt: files, or addresses.")]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string[]? Image { get; set; }

    /// <summary>Emits each piece of the answer as it arrives, one conversation after another.</summary>
    [Parameter(HelpMessage = "Emits each piece of the answer as it arrives, one conversation after another.")]
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

        IReadOnlyList<TextInput>? prompts = TextsOf(Prompt, nameof(Prompt), isNeeded: Message.Length == 0);
        if (prompts is null && Message.Length == 0)
        {
            return;
        }

        try
        {
            JsonObject[] before = ReadMessages();
            if (prompts is null)
            {
                Submit(new ChatConversation(before), Message.Length == 1 ? Message[0] : Message);
            }

            foreach (TextInput prompt in prompts ?? [])
            {
                Submit(new ChatConversation([.. before, FromUser(prompt)]), prompt.Origin);
            }
        }
        catch (HfException exception)
        {
            WriteFailure(exception, prompts is [{ } only] ? only.Origin : CurrentEndpoint?.Name);
        }
    }

    private protected override IInferenceTask<ChatConversation> CreateTask() => new ChatTask(_template!, Stream, N > 1 ? null : Shown);

    private JsonObject[] ReadMessages()
    {
        JsonObject[] before = [.. _messages!.Read(History ?? []), .. _messages.Read(Message)];
        return System is null
            ? before
            : [MessageReader.Make("system", System), .. before.SkipWhile(message => message["role"]?.ToString() == "system")];
    }

    private JsonObject FromUser(TextInput prompt)
    {
        // A file that is piped in is bound as an image too, by its property FullName.
        string[]? images = prompt.Origin is FileInfo file && Image is [{ } path] && path == file.FullName ? null : Image;
        return MessageReader.Make("user", images is null ? JsonValue.Create(prompt.Text) : _contents!.WithImages(prompt.Text, images));
    }
}
