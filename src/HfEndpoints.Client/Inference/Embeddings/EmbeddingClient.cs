using System.Text.Json;
using System.Text.Json.Nodes;

namespace HfEndpoints.Client.Inference;

/// <summary>
/// Turns texts into vectors on one endpoint: by its root, as TEI and the toolkit have it, or by the OpenAI-compatible
/// route where the server turns out to have only that.
/// </summary>
public sealed class EmbeddingClient
{
    private readonly DeployedServer _server;
    private readonly ServerInspector _inspector;

    internal EmbeddingClient(DeployedServer server, ServerInspector inspector)
    {
        _server = server;
        _inspector = inspector;
    }

    private string Action => $"embed texts on {_server.Target.Label}";

    /// <summary>Asks the server, once, how many texts a request may have.</summary>
    /// <param name="options">How patient to be.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <returns>The number, at least 1; a guess that fits most where the server does not tell.</returns>
    /// <exception cref="HfException">The server does not answer, or refuses.</exception>
    public async Task<int> GetBatchSizeAsync(InferenceOptions? options = null, CancellationToken cancellationToken = default) =>
        BatchLimit.FromServer(await _inspector.GetAsync(options, cancellationToken).ConfigureAwait(false));

    /// <summary>
    /// Embeds texts in one request. One that is refused as it is goes out again in halves, so that a text the server does
    /// not take fails alone.
    /// </summary>
    /// <param name="texts">The texts, at most <see cref="GetBatchSizeAsync"/> if it is to be one request.</param>
    /// <param name="parameters">How; null leaves all to the server.</param>
    /// <param name="options">How patient to be.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <returns>What became of each text, in their order.</returns>
    /// <exception cref="HfException">All fail: the endpoint is not running, or refuses, or fails.</exception>
    public async Task<IReadOnlyList<TextEmbedding>> EmbedAsync(
        IReadOnlyList<string> texts,
        EmbeddingParameters? parameters = null,
        InferenceOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        parameters ??= new EmbeddingParameters();
        try
        {
            return await SendAsync(texts, parameters, options, cancellationToken).ConfigureAwait(false);
        }
        catch (HfException exception) when (texts.Count > 1 && BatchLimit.MayPassInParts(exception))
        {
            _server.Transport.Options.Log?.Invoke($"{exception.Message} Trying again with half of the texts at a time.");
        }

        int half = texts.Count / 2;
        return
        [
            .. await EmbedPartAsync([.. texts.Take(half)], parameters, options, cancellationToken).ConfigureAwait(false),
            .. await EmbedPartAsync([.. texts.Skip(half)], parameters, options, cancellationToken).ConfigureAwait(false),
        ];
    }

    private async Task<IReadOnlyList<TextEmbedding>> EmbedPartAsync(
        string[] texts, EmbeddingParameters parameters, InferenceOptions? options, CancellationToken cancellationToken)
    {
        try
        {
            return await EmbedAsync(texts, parameters, options, cancellationToken).ConfigureAwait(false);
        }
        catch (HfException exception) when (BatchLimit.MayPassInParts(exception))
        {
            return [.. texts.Select(_ => new TextEmbedding { Error = exception })];
        }
    }

    private async Task<IReadOnlyList<TextEmbedding>> SendAsync(
        IReadOnlyList<string> texts,
        EmbeddingParameters parameters,
        InferenceOptions? options,
        CancellationToken cancellationToken)
    {
        if (!_inspector.IsKnown && !_server.Target.IsOpenAi)
        {
            try
            {
                return await SendToRootAsync(texts, parameters, options, cancellationToken).ConfigureAwait(false);
            }
            catch (HfException exception) when (exception.StatusCode is
                System.Net.HttpStatusCode.NotFound or System.Net.HttpStatusCode.MethodNotAllowed)
            {
                // Not every server has a root: it is asked what it has.
                _server.Transport.Options.Log?.Invoke($"{exception.Message} Asking the server what it is.");
            }
        }

        ServerInfo info = await _inspector.GetAsync(options, cancellationToken).ConfigureAwait(false);
        if (info.Engine == ServerEngine.Tgi)
        {
            throw new HfException(
                HfErrorKind.InvalidRequest, $"Cannot {Action}: {ServerEngines.NameOf(info.Engine)} generates texts and embeds none.");
        }

        return _server.Target.IsOpenAi || ServerEngines.IsOpenAi(info)
            ? await SendToOpenAiAsync(info, texts, parameters, options, cancellationToken).ConfigureAwait(false)
            : await SendToRootAsync(texts, parameters, options, cancellationToken).ConfigureAwait(false);
    }

    private Task<IReadOnlyList<TextEmbedding>> SendToRootAsync(
        IReadOnlyList<string> texts,
        EmbeddingParameters parameters,
        InferenceOptions? options,
        CancellationToken cancellationToken)
    {
        var body = (JsonObject)JsonSerializer.SerializeToNode(parameters, HfJson.Context.EmbeddingParameters)!;
        body["inputs"] = ToNode(texts);
        return SendAsync(_server.Target.Uri, body, texts.Count, options, cancellationToken);
    }

    private async Task<IReadOnlyList<TextEmbedding>> SendToOpenAiAsync(
        ServerInfo info,
        IReadOnlyList<string> texts,
        EmbeddingParameters parameters,
        InferenceOptions? options,
        CancellationToken cancellationToken)
    {
        RefuseUnknown(info, parameters);
        var body = new JsonObject
        {
            ["model"] = info.Models.Count > 0 ? info.Models[0] : null,
            ["input"] = ToNode(texts),
            ["encoding_format"] = parameters.EncodingFormat,
            ["dimensions"] = parameters.Dimensions,
            ["normalize"] = parameters.Normalize,
        };
        if (parameters.Truncate == true && info.Engine == ServerEngine.Vllm)
        {
            // As many as the model takes.
            body["truncate_prompt_tokens"] = -1;
        }

        IReadOnlyList<TextEmbedding> embeddings = await SendAsync(
            _server.Target.OpenAiRoute("embeddings"), body, texts.Count, options, cancellationToken).ConfigureAwait(false);

        // The route does not promise it, and to do it twice changes nothing.
        return parameters.Normalize == true ? [.. embeddings.Select(EmbeddingReader.Normalize)] : embeddings;
    }

    private async Task<IReadOnlyList<TextEmbedding>> SendAsync(
        Uri uri, JsonObject body, int count, InferenceOptions? options, CancellationToken cancellationToken)
    {
        foreach (string name in body.Where(member => member.Value is null).Select(member => member.Key).ToArray())
        {
            body.Remove(name);
        }

        var request = new ServerRequest(uri, Action)
        {
            Content = () => HfJson.ToContent(body, HfJson.Context.JsonObject),
        };
        JsonElement answer = await _server.SendJsonAsync(request, options, cancellationToken).ConfigureAwait(false);
        try
        {
            return EmbeddingReader.Read(answer, count);
        }
        catch (FormatException exception)
        {
            throw new HfException(
                HfErrorKind.InvalidResponse,
                $"Cannot {Action}: the answer can't be read: {exception.Message}. Is this an endpoint for feature extraction?",
                exception);
        }
    }

    private void RefuseUnknown(ServerInfo info, EmbeddingParameters parameters)
    {
        string? unknown = parameters.PromptName is not null ? "prompt_name"
            : parameters.TruncationDirection is not null ? "truncation_direction"
            : parameters.Truncate == true && info.Engine != ServerEngine.Vllm ? "truncate"
            : null;
        if (unknown is not null)
        {
            throw new HfException(
                HfErrorKind.InvalidRequest,
                $"Cannot {Action}: {ServerEngines.NameOf(info.Engine)} has no parameter '{unknown}' for embeddings.");
        }
    }

    private static JsonNode ToNode(IReadOnlyList<string> texts) => texts is [{ } only]
        ? JsonValue.Create(only)
        : new JsonArray([.. texts.Select(text => (JsonNode)JsonValue.Create(text))]);
}
