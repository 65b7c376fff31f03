using HfEndpoints.Client.Batches;

namespace HfEndpoints.Client.Inference;

/// <summary>
/// Sends the requests of a load test to a deployed server, none of them twice. Without a task it chats, and generates text where the
/// server turns out to have no chat.
/// </summary>
internal sealed class LoadSender
{
    /// <summary>The name of the task of embeddings.</summary>
    public const string EmbeddingTask = "feature-extraction";

    private readonly LoadPrompts _prompts;
    private readonly InferenceOptions _options;
    private readonly int _outputTokens;
    private readonly ChatClient _chat;
    private readonly TextGenerationClient _text;
    private readonly EmbeddingClient _embedding;
    private volatile string _task;

    // Then a failure of a chat is a failure, not a server without chat.
    private volatile bool _chats;

    /// <param name="client">The account's client.</param>
    /// <param name="target">The server.</param>
    /// <param name="task">The task: chat, text-generation or feature-extraction; null for one of the first two.</param>
    /// <param name="prompts">What is sent.</param>
    /// <param name="outputTokens">How many tokens an answer has at most.</param>
    /// <param name="options">The time-outs. Only the warm-up waits for an endpoint that starts.</param>
    public LoadSender(
        HfClient client, InferenceTarget target, string? task, LoadPrompts prompts, int outputTokens, InferenceOptions options)
    {
        var once = new HfClient(client.Options with { MaxRetries = 0 });
        (_prompts, _options, _outputTokens) = (prompts, options, outputTokens);
        (_chat, _text, _embedding) =
            (once.GetChatClient(target), once.GetTextGenerationClient(target), once.GetEmbeddingClient(target));
        _task = task ?? (target.Engine == ServerEngine.Toolkit ? JobKinds.Text : JobKinds.Chat);
        _chats = task is not null;
    }

    /// <summary>What is sent.</summary>
    public string Task => _task;

    /// <summary>Whether an answer came whole, so that the time to its first token is not known.</summary>
    public bool HasWholeAnswers { get; private set; }

    /// <summary>Whether the tokens of an answer are not known.</summary>
    public bool HasUncountedTokens { get; private set; }

    /// <summary>Sends a request and waits for its answer.</summary>
    /// <exception cref="HfException">It failed.</exception>
    public async Task SendAsync(int number, RequestTiming timing, CancellationToken cancellationToken)
    {
        InferenceOptions options = _options with
        {
            ColdStartTimeout = number < 0 ? _options.ColdStartTimeout : TimeSpan.Zero,
            AnsweredWhole = () => timing.IsWhole = true,
        };
        string prompt = _prompts[number];
        string task = _task;
        try
        {
            await SendAsync(task, prompt, timing, options, cancellationToken).ConfigureAwait(false);
            _chats |= task == JobKinds.Chat;
        }
        catch (HfException exception) when (task == JobKinds.Chat && !_chats && HasNoChat(exception))
        {
            _task = JobKinds.Text;
            await SendAsync(JobKinds.Text, prompt, timing, options, cancellationToken).ConfigureAwait(false);
        }

        if (task != EmbeddingTask)
        {
            HasWholeAnswers |= timing.IsWhole;
            HasUncountedTokens |= timing.OutputTokens is null;
        }
    }

    private static bool HasNoChat(HfException exception) => exception.Kind is HfErrorKind.ChatTemplateMissing or HfErrorKind.NotSupported
        || exception.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed;

    private Task SendAsync(
        string task, string prompt, RequestTiming timing, InferenceOptions options, CancellationToken cancellationToken) => task switch
        {
            EmbeddingTask => _embedding.EmbedAsync([prompt], null, options, cancellationToken),
            JobKinds.Text => GenerateAsync(prompt, timing, options, cancellationToken),
            _ => ChatAsync(prompt, timing, options, cancellationToken),
        };

    private async Task ChatAsync(string prompt, RequestTiming timing, InferenceOptions options, CancellationToken cancellationToken)
    {
        var request = new ChatRequest([new JsonObject { ["role"] = "user", ["content"] = prompt }])
        {
            Parameters = new ChatParameters { MaxTokens = _outputTokens, StreamOptions = ChatParameters.WithUsage },
        };
        await foreach (HfChatChunk chunk in _chat.StreamAsync(request, options, cancellationToken).ConfigureAwait(false))
        {
            if (chunk.Text.Length > 0 || chunk.Reasoning is { Length: > 0 } || chunk.ToolCalls.Length > 0)
            {
                timing.Piece();
            }

            timing.InputTokens = chunk.Usage?.PromptTokens ?? timing.InputTokens;
            timing.OutputTokens = chunk.Usage?.CompletionTokens ?? timing.OutputTokens;
        }
    }

    private async Task GenerateAsync(string prompt, RequestTiming timing, InferenceOptions options, CancellationToken cancellationToken)
    {
        var parameters = new GenerateParameters { MaxNewTokens = _outputTokens, Details = true };
        await foreach (HfGeneratedTextChunk chunk in _text.StreamAsync(prompt, parameters, options, cancellationToken)
            .ConfigureAwait(false))
        {
            if (chunk.Text.Length > 0)
            {
                timing.Piece();
            }

            timing.InputTokens = chunk.Details?.InputLength ?? timing.InputTokens;
            timing.OutputTokens = chunk.GeneratedTokens ?? timing.OutputTokens;
        }
    }
}
