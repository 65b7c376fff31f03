using System.Net.Http.Headers;

namespace HfEndpoints.Client.Inference;

/// <summary>The tasks of one endpoint, whichever they are. Requests look as the Python library's client sends them.</summary>
public class TaskClient
{
    // Before these are sent anywhere, the server is asked what it is. The others are rarely met on servers without a root,
    // which are asked when they refuse.
    private static readonly string[] s_askedFirst = ["feature-extraction", "sentence-similarity", "text-generation"];

    private readonly DeployedServer _server;
    private readonly ServerInspector _inspector;
    private readonly TextGenerationClient _texts;
    private readonly EmbeddingClient _embeddings;

    /// <summary>For mocking.</summary>
    protected TaskClient()
        : this(null!, null!)
    {
    }

    internal TaskClient(DeployedServer server, ServerInspector inspector)
    {
        _server = server;
        _inspector = inspector;
        _texts = new TextGenerationClient(server, inspector);
        _embeddings = new EmbeddingClient(server, inspector);
    }

    /// <summary>Runs a task on one input.</summary>
    /// <param name="task">The task; see <see cref="InferenceTasks"/>.</param>
    /// <param name="input">Its main input; null if it is among the arguments.</param>
    /// <param name="arguments">
    /// What goes with it, by the names of the Python library: inputs such as a question, and parameters. Names the task
    /// does not know are sent as parameters.
    /// </param>
    /// <param name="options">The time-outs and progress; null uses the defaults.</param>
    /// <param name="cancellationToken">Cancels the request and closes its connection.</param>
    /// <returns>The results, of the type given by <see cref="InferenceTask.Output"/>.</returns>
    /// <exception cref="HfException">
    /// An input is missing; or the endpoint is not running, refuses, fails, or answers with something else.
    /// </exception>
    public virtual Task<IReadOnlyList<HfInferenceResult>> RunAsync(
        InferenceTask task,
        TaskInput? input,
        JsonText? arguments = null,
        InferenceOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        return RunOnEngineAsync(task, TaskBody.Create(task, input, arguments?.Json), options, cancellationToken);
    }

    /// <summary>Runs a task with a body that is sent as it is.</summary>
    /// <param name="task">The task, which says how the answer is read; <see cref="InferenceTasks.Custom"/> gives it as it came.</param>
    /// <param name="body">The body.</param>
    /// <param name="options">The time-outs and progress; null uses the defaults.</param>
    /// <param name="cancellationToken">Cancels the request and closes its connection.</param>
    /// <returns>The results.</returns>
    /// <exception cref="HfException">The endpoint is not running, refuses, fails, or answers with something else.</exception>
    public virtual Task<IReadOnlyList<HfInferenceResult>> RunBodyAsync(
        InferenceTask task, JsonText body, InferenceOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(body);
        return RunAsync(task, new TaskBody(body.Json, null), options, cancellationToken);
    }

    /// <summary>
    /// Fetches an image or a sound from the web, to be the input of a task. The endpoint is sent the bytes, not the
    /// address, as the Python library has it. No token goes with the request.
    /// </summary>
    /// <param name="address">Where it is: an https address, or one of this machine.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The content; its type is what the server says, or its name.</returns>
    /// <exception cref="HfException">The address is not valid, or its content is missing or too large.</exception>
    public virtual Task<TaskContent> FetchAsync(Uri address, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        return WebContent.FetchAsync(_server.Transport, address, cancellationToken);
    }

    private async Task<IReadOnlyList<HfInferenceResult>> RunOnEngineAsync(
        InferenceTask task, TaskBody body, InferenceOptions? options, CancellationToken cancellationToken)
    {
        bool isAsked = _inspector.IsKnown || (s_askedFirst.Contains(task.Name) && (_inspector.HasRoot != true || HasOwnRoute(task)));
        return (isAsked ? await RunElsewhereAsync(task, body, options, cancellationToken).ConfigureAwait(false) : null)
            ?? await RunByRootAsync(task, body, isAsked, options, cancellationToken).ConfigureAwait(false);
    }

    // TEI has a root, but ranks sentences elsewhere.
    private bool HasOwnRoute(InferenceTask task) =>
        task.Output == TaskOutput.Similarities && _server.Target.Engine is ServerEngine.Tei or ServerEngine.Unknown;

    /// <summary>Runs a task by its own route; null if the server has none and is used by its root.</summary>
    private async Task<IReadOnlyList<HfInferenceResult>?> RunElsewhereAsync(
        InferenceTask task, TaskBody body, InferenceOptions? options, CancellationToken cancellationToken)
    {
        HfServerInfo info = await _inspector.GetAsync(options, cancellationToken).ConfigureAwait(false);
        if (task.Output == TaskOutput.Similarities && SimilarityTask.Serves(info) && body.Json is { } sentences)
        {
            return await new SimilarityTask(_server, _embeddings)
                .RunAsync(task, info, sentences, options, cancellationToken).ConfigureAwait(false);
        }

        if (_inspector.HasRoot == true)
        {
            return null;
        }

        if (body.Json is { } json && json["inputs"] is JsonValue value && value.TryGetValue(out string? text))
        {
            if (task.Output == TaskOutput.Features)
            {
                return await EmbedAsync(text, json, options, cancellationToken).ConfigureAwait(false);
            }

            if (task.Name == "text-generation")
            {
                HfGeneratedText generated = await _texts
                    .GenerateWithAsync(text, json["parameters"] as JsonObject ?? [], options, cancellationToken).ConfigureAwait(false);
                return [new HfTextResult { Text = generated.Text ?? "" }];
            }
        }

        if (new OpenAiTasks(_server.Target, info).RequestFor(task, body) is not { } request)
        {
            return null;
        }

        TaskAnswer answer = await SendAsync(task, request.Uri, request.Content, options, cancellationToken).ConfigureAwait(false);
        return (answer.Json is { } told && task.Output == TaskOutput.Labels ? OpenAiTasks.ReadClasses(told) : null)
            ?? new TaskReader(task, body.Json, what => Unexpected(task, what)).Read(answer);
    }

    private async Task<IReadOnlyList<HfInferenceResult>> EmbedAsync(
        string text, JsonObject body, InferenceOptions? options, CancellationToken cancellationToken)
    {
        EmbeddingParameters? parameters = body.Deserialize(HfJson.InSnakeCase.EmbeddingParameters);
        IReadOnlyList<ItemResult<HfEmbedding>> results = await _embeddings
            .EmbedAsync([text], parameters, options, cancellationToken).ConfigureAwait(false);
        HfEmbedding embedding = results[0].GetValue();
        float[][] vectors = embedding.TokenEmbedding.Length > 0 ? embedding.TokenEmbedding : [embedding.Embedding];
        return [.. vectors.Select((vector, row) => new HfFeatureRow { Row = row, Vector = vector })];
    }

    private async Task<IReadOnlyList<HfInferenceResult>> RunAsync(
        InferenceTask task, TaskBody body, InferenceOptions? options, CancellationToken cancellationToken)
    {
        TaskAnswer answer = await SendAsync(task, _server.Target.Uri, body.ToContent, options, cancellationToken).ConfigureAwait(false);
        _inspector.AnsweredAtRoot();
        return new TaskReader(task, body.Json, what => Unexpected(task, what)).Read(answer);
    }

    private async Task<IReadOnlyList<HfInferenceResult>> RunByRootAsync(
        InferenceTask task, TaskBody body, bool isAsked, InferenceOptions? options, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(task, body, options, cancellationToken).ConfigureAwait(false);
        }
        catch (HfException exception) when (exception.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed)
        {
            IReadOnlyList<HfInferenceResult>? results = isAsked ? null
                : await RunElsewhereAsync(task, body, options, cancellationToken).ConfigureAwait(false);
            HfServerInfo info = await _inspector.GetAsync(options, cancellationToken).ConfigureAwait(false);
            return results ?? throw exception.WithAdvice($"{ServerEngines.NameOf(info.Kind)} has no route for {task.Name} that is known.");
        }
    }

    private async Task<TaskAnswer> SendAsync(
        InferenceTask task, Uri uri, Func<HttpContent> content, InferenceOptions? options, CancellationToken cancellationToken)
    {
        HfRequest request = _server.Post(uri, Action(task)) with
        {
            Content = content,
            Accept = task.Output switch
            {
                TaskOutput.Image => "image/png",
                TaskOutput.Audio or TaskOutput.Video or TaskOutput.Any => "*/*",
                _ => "application/json",
            },
        };
        using HttpResponseMessage response = await _server.SendAsync(request, options, cancellationToken).ConfigureAwait(false);
        MediaTypeHeaderValue? type = response.Content.Headers.ContentType;
        bool isJson = type?.MediaType is { } name && (name == "application/json" || name.EndsWith("+json", StringComparison.Ordinal));
        if (isJson || request.Accept == "application/json")
        {
            JsonElement json = await _server.ReadJsonAsync(request, response, cancellationToken).ConfigureAwait(false);
            ThrowIfError(task, json);
            return new TaskAnswer { Json = json };
        }

        byte[] bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        return MediaReader.Read(task, bytes, type, what => Unexpected(task, what));
    }

    private void ThrowIfError(InferenceTask task, JsonElement json)
    {
        JsonElement first = json.ValueKind == JsonValueKind.Array && json.GetArrayLength() > 0 ? json[0] : json;
        bool isError = first.ValueKind == JsonValueKind.Object && first.TryGetProperty("error", out JsonElement error)
            && error.ValueKind is JsonValueKind.String or JsonValueKind.Object or JsonValueKind.Array;

        // What a handler of one's own means by the word is its own matter.
        if (isError && task.Output != TaskOutput.Any && ServerErrorReader.FromJson(first) is { } told)
        {
            throw new HfException(HfErrorKind.GenerationFailed, $"Cannot {Action(task)}: {_server.Transport.Mask.Redact(told.Message)}");
        }
    }

    private string Action(InferenceTask task) => $"run {task.Name} on {_server.Target.Label}";

    private HfException Unexpected(InferenceTask task, string what) => new(
        HfErrorKind.InvalidResponse, $"Cannot {Action(task)}: {_server.Transport.Mask.Redact(what)} Is this an endpoint for {task.Name}?");
}
