namespace HfEndpoints.Client.Inference;

/// <summary>
/// Text generation on one endpoint, whichever server runs there: by its root, as TGI and the Hugging Face toolkit have it,
/// or by OpenAI's text completions where the server turns out to have only those.
/// </summary>
public partial class TextGenerationClient
{
    private readonly DeployedServer _server;
    private readonly ServerInspector _inspector;
    private int _hasTriedRoot;

    /// <summary>For mocking.</summary>
    protected TextGenerationClient() => (_server, _inspector) = (null!, null!);

    internal TextGenerationClient(DeployedServer server, ServerInspector inspector) => (_server, _inspector) = (server, inspector);

    private string Action => field ??= $"generate text on {_server.Target.Label}";

    /// <summary>Generates one text.</summary>
    /// <param name="prompt">The prompt to continue.</param>
    /// <param name="parameters">The parameters; null uses the server's defaults.</param>
    /// <param name="options">The time-outs and progress; null uses the defaults.</param>
    /// <param name="cancellationToken">Cancels the request and closes its connection.</param>
    /// <returns>The text.</returns>
    /// <exception cref="HfException">The endpoint is not running, or refuses, or fails.</exception>
    public virtual Task<HfGeneratedText> GenerateAsync(
        string prompt,
        GenerateParameters? parameters = null,
        InferenceOptions? options = null,
        CancellationToken cancellationToken = default)
        => GenerateWithAsync(prompt, ToValues(parameters), options, cancellationToken);

    /// <summary>Generates one text with parameters of any name. Those that the server does not know are removed.</summary>
    internal Task<HfGeneratedText> GenerateWithAsync(
        string prompt, JsonObject parameters, InferenceOptions? options, CancellationToken cancellationToken)
    {
        return SendAsync(prompt, parameters, isStream: false, AnswerAsync, options, cancellationToken);

        Task<HfGeneratedText> AnswerAsync(HfRequest request, CompletionFormat? completion) => _server.SendJsonAsync(
            request, options, answer => ReadText(answer, completion) with { Prompt = prompt }, cancellationToken);
    }

    /// <summary>Generates one text and streams it.</summary>
    /// <param name="prompt">The prompt to continue.</param>
    /// <param name="parameters">The parameters; null uses the server's defaults.</param>
    /// <param name="options">The time-outs and progress; null uses the defaults.</param>
    /// <param name="cancellationToken">Ends the stream and closes its connection.</param>
    /// <returns>The pieces; the last one has the whole text.</returns>
    /// <exception cref="HfException">As for <see cref="GenerateAsync"/>; also where the stream ends in the middle.</exception>
    public virtual IAsyncEnumerable<HfGeneratedTextChunk> StreamAsync(
        string prompt,
        GenerateParameters? parameters = null,
        InferenceOptions? options = null,
        CancellationToken cancellationToken = default) => ModelStream<HfGeneratedTextChunk>.ReadAsync(
            _server.Transport, () => OpenAsync(prompt, parameters, options, cancellationToken), cancellationToken);

    private Task<ModelAnswer<HfGeneratedTextChunk>> OpenAsync(
        string prompt, GenerateParameters? parameters, InferenceOptions? options, CancellationToken cancellationToken)
    {
        return SendAsync(prompt, ToValues(parameters), isStream: true, AnswerAsync, options, cancellationToken);

        async Task<ModelAnswer<HfGeneratedTextChunk>> AnswerAsync(HfRequest request, CompletionFormat? completion)
        {
            StreamedAnswer answer = await _server.OpenStreamAsync(request, options, cancellationToken).ConfigureAwait(false);
            if (completion is null)
            {
                _inspector.AnsweredAtRoot();
            }

            return new(answer, completion is null ? new GeneratedTextFormat(prompt) : completion, ReadWhole);

            // The whole text is then the only piece.
            IEnumerable<HfGeneratedTextChunk> ReadWhole(JsonElement json)
            {
                HfGeneratedText text = ReadText(json, completion);
                return [new HfGeneratedTextChunk { Prompt = prompt, GeneratedText = text.Text, Details = text.Details }];
            }
        }
    }

    private static JsonObject ToValues(GenerateParameters? parameters) => parameters is null
        ? []
        : (JsonObject)JsonSerializer.SerializeToNode(parameters, HfJson.InSnakeCase.GenerateParameters)!;

    // One method, also for what is rare, because each prompt passes through all of them.
    private async Task<T> SendAsync<T>(
        string prompt,
        JsonObject values,
        bool isStream,
        Func<HfRequest, CompletionFormat?, Task<T>> send,
        InferenceOptions? options,
        CancellationToken cancellationToken)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(prompt);
        // Without a sign of what runs there only the first prompt is tried at the root, as in the Python library.
        bool isRoot = _inspector.HasRoot ?? Interlocked.Exchange(ref _hasTriedRoot, 1) == 0;
        HfServerInfo? info = null;
        while (true)
        {
            if (!isRoot && info is null)
            {
                info = await _inspector.GetAsync(options, cancellationToken).ConfigureAwait(false);
                isRoot = _inspector.HasRoot == true;
            }

            try
            {
                return await (isRoot
                    ? send(ToRoot(prompt, values, isStream), null)
                    : send(ToCompletions(prompt, values, isStream, info!), new CompletionFormat(prompt, values))).ConfigureAwait(false);
            }
            catch (HfException exception)
                when (isRoot && exception.StatusCode is not null && RemoveUnused(values, exception.ServerMessage))
            {
                // The toolkit refuses parameters that its model does not know. The Python library also omits them.
                _server.Transport.Options.Log?.Invoke($"{exception.Message} Trying again without them.");
            }
            catch (HfException exception)
                when (isRoot && exception.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed)
            {
                HfException advised = exception.WithAdvice("The server has no route for text generation.");

                // Not every server answers at its root, and the image does not always match what runs. Another prompt may have learned
                // meanwhile that the server has no root.
                isRoot = info is not null || (_inspector.IsKnown && _inspector.HasRoot != false) ? throw advised : false;
                _server.Transport.Options.Log?.Invoke($"{advised.Message} Asking the server what it is.");
            }
        }
    }

    private HfRequest ToRoot(string prompt, JsonObject values, bool isStream) => _server.Post(
        _server.Target.Root,
        Action,
        () => HfJson.ToContent(new GenerateRequest(prompt, values, isStream ? true : null), HfJson.Context.GenerateRequest),
        // The toolkit does not stream and refuses that media type. It returns the whole text.
        !isStream ? "application/json" : _server.Target.Engine == ServerEngine.Tgi ? "text/event-stream" : "*/*");

    private HfRequest ToCompletions(string prompt, JsonObject values, bool isStream, HfServerInfo info) => _server.Post(
        _server.Target.ServerRoute("v1/completions"),
        Action,
        CompletionBody.Create(prompt, values, info, isStream, Action),
        isStream ? "text/event-stream" : "application/json");

    private HfGeneratedText ReadText(JsonElement answer, CompletionFormat? completion)
    {
        if (completion is null)
        {
            _inspector.AnsweredAtRoot();
        }

        if (completion?.ReadWhole(answer) is { } whole)
        {
            return whole;
        }

        JsonElement text = answer.ValueKind == JsonValueKind.Array && answer.GetArrayLength() > 0 ? answer[0] : answer;
        try
        {
            if (text.TextOf("generated_text") is not null)
            {
                return GeneratedTextFormat.ReadWhole(text);
            }
        }
        catch (JsonException exception)
        {
            throw NoText(exception);
        }

        if (ServerErrorReader.FromJson(text) is { } error)
        {
            throw new HfException(HfErrorKind.GenerationFailed, $"Cannot {Action}: {_server.Transport.Mask.Redact(error.Message)}");
        }

        throw NoText(null);
    }

    private HfException NoText(JsonException? cause) => new(
        HfErrorKind.InvalidResponse,
        $"Cannot {Action}: the answer contains no generated_text. Is this an endpoint for text generation?",
        cause);

    private static bool RemoveUnused(JsonObject parameters, string serverMessage)
    {
        Match match = UnusedArguments().Match(serverMessage);
        bool removed = false;
        foreach (string name in match.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries))
        {
            removed |= parameters.Remove(name.Trim('\'', '"'));
        }

        return removed;
    }

    [GeneratedRegex("The following `model_kwargs` are not used by the model: \\[([^\\]]*)\\]")]
    private static partial Regex UnusedArguments();
}

/// <summary>The body of a text generation request.</summary>
internal sealed record GenerateRequest(string Inputs, JsonObject Parameters, bool? Stream);
