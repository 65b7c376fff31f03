namespace HfEndpoints.Client.Inference;

/// <summary>
/// Turns texts into vectors on one endpoint: by its root, as TEI and the toolkit have it, or by the OpenAI-compatible
/// route of the servers that have only that.
/// </summary>
public class EmbeddingClient
{
    private readonly DeployedServer _server;
    private readonly ServerInspector _inspector;
    private int _hasWarned;

    /// <summary>For mocking.</summary>
    protected EmbeddingClient() => (_server, _inspector) = (null!, null!);

    internal EmbeddingClient(DeployedServer server, ServerInspector inspector) => (_server, _inspector) = (server, inspector);

    private string Action => $"embed texts on {_server.Target.Label}";

    /// <summary>Asks the server, once, how many texts a request may have.</summary>
    /// <param name="options">The time-outs and progress; null uses the defaults.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <returns>The number, at least 1; a guess that fits most where the server does not say.</returns>
    /// <exception cref="HfException">The server does not answer, or refuses.</exception>
    public virtual async Task<int> GetBatchSizeAsync(InferenceOptions? options = null, CancellationToken cancellationToken = default) =>
        BatchLimit.For(await _inspector.GetAsync(options, cancellationToken).ConfigureAwait(false));

    /// <summary>
    /// Embeds texts in one request. A request that is refused is split in half, so that a text the server does not
    /// take fails alone. What <paramref name="parameters"/> asks for is checked on the vectors, and done here where the
    /// server can't do it.
    /// </summary>
    /// <param name="texts">The texts, at most <see cref="GetBatchSizeAsync"/> if it is to be one request.</param>
    /// <param name="parameters">The parameters; null uses the server's defaults.</param>
    /// <param name="options">The time-outs and progress; null uses the defaults.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <returns>The outcome of each text, in their order.</returns>
    /// <exception cref="HfException">
    /// The only text failed; or all failed: the endpoint is not running, does not let the caller in, or has no such parameter.
    /// </exception>
    public virtual async Task<IReadOnlyList<ItemResult<HfEmbedding>>> EmbedAsync(
        IReadOnlyList<string> texts,
        EmbeddingParameters? parameters = null,
        InferenceOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Count == 0)
        {
            return [];
        }

        parameters ??= new EmbeddingParameters();

        // A single text to an address is sent like the Python library sends it, unless a parameter has a different name on
        // each engine. A server without that route is asked for its engine.
        if (!_inspector.IsKnown && (_inspector.HasRoot ?? (texts.Count == 1 && parameters.Normalize != false)))
        {
            try
            {
                var expected = new HfServerInfo { Uri = _server.Target.Uri, Engine = ServerEngines.WordOf(_server.Target.Engine) };
                return await EmbedAsync(expected, texts, parameters, options, cancellationToken).ConfigureAwait(false);
            }
            catch (HfException exception) when (exception.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed)
            {
                // What runs there is not what the image says.
                _server.Transport.Options.Log?.Invoke($"{exception.Message} Asking the server what it is.");
            }
        }

        HfServerInfo info = await _inspector.GetAsync(options, cancellationToken).ConfigureAwait(false);
        return await EmbedAsync(info, texts, parameters, options, cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<ItemResult<HfEmbedding>>> EmbedAsync(
        HfServerInfo info,
        IReadOnlyList<string> texts,
        EmbeddingParameters parameters,
        InferenceOptions? options,
        CancellationToken cancellationToken)
    {
        var form = new EmbeddingForm(_server.Target, info, parameters);
        if (info.Kind == ServerEngine.Tgi)
        {
            throw new HfException(
                HfErrorKind.NotSupported, $"Cannot {Action}: {ServerEngines.NameOf(info.Kind)} generates text and has no embeddings.");
        }

        if (form.Unsupported is { } unknown)
        {
            throw new HfException(
                HfErrorKind.InvalidRequest,
                $"Cannot {Action}: {ServerEngines.NameOf(info.Kind)} has no parameter '{unknown}' for embeddings.");
        }

        var check = new VectorCheck(parameters, info);
        ItemResult<HfEmbedding>[] results = await SplitRequest.SendAsync(
            texts,
            part => SendAsync(form, check, part, options, cancellationToken),
            _server.Transport.Options.Log).ConfigureAwait(false);
        if (results.Any(result => result.Value is { } value && check.IsNormalizedUnasked(value))
            && Interlocked.Exchange(ref _hasWarned, 1) == 0)
        {
            options?.Warning?.Invoke(
                $"The vectors of {_server.Target.Label} have the length 1 although they were to be left as the model makes them: "
                + $"{ServerEngines.NameOf(info.Kind)} normalizes them in any case, or the model does.");
        }

        return texts.Count == 1 ? [results[0] with { Value = results[0].GetValue() }] : results;
    }

    private Task<IReadOnlyList<ItemResult<HfEmbedding>>> SendAsync(
        EmbeddingForm form, VectorCheck check, IReadOnlyList<string> texts, InferenceOptions? options, CancellationToken cancellationToken)
    {
        HfRequest request = _server.Post(form.Uri, Action, form.MakeBody(texts)) with
        {
            Retry = texts.Count > 1 ? RetryRule.Divisible : RetryRule.ColdStart,
        };
        return _server.SendJsonAsync(
            request,
            options,
            bytes => EmbeddingReader.TryRead(bytes.Span, texts) is { } embeddings ? Check(check, embeddings) : null,
            answer => Read(answer, check, texts),
            cancellationToken);
    }

    private IReadOnlyList<ItemResult<HfEmbedding>> Read(JsonElement answer, VectorCheck check, IReadOnlyList<string> texts)
    {
        try
        {
            return Check(check, EmbeddingReader.Read(answer, texts));
        }
        catch (FormatException exception)
        {
            throw new HfException(
                HfErrorKind.InvalidResponse,
                $"Cannot {Action}: the answer can't be read: {exception.Message}. Is this an endpoint for feature extraction?",
                exception);
        }
    }

    private IReadOnlyList<ItemResult<HfEmbedding>> Check(VectorCheck check, IReadOnlyList<HfEmbedding?> embeddings) =>
        [.. embeddings.Select((embedding, index) => Check(check, embedding, index))];

    private ItemResult<HfEmbedding> Check(VectorCheck check, HfEmbedding? embedding, int index)
    {
        if (embedding is null)
        {
            return Failed(HfErrorKind.InvalidResponse, "the vector contains NaN or infinity");
        }

        try
        {
            return new ItemResult<HfEmbedding>(index, check.Apply(embedding), null);
        }
        catch (FormatException exception)
        {
            return Failed(HfErrorKind.NotSupported, exception.Message);
        }

        ItemResult<HfEmbedding> Failed(HfErrorKind kind, string why) =>
            new(index, null, new HfException(kind, $"Cannot {Action}: {why}.") { Index = index });
    }
}
