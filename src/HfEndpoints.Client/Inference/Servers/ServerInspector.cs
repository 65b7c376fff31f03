namespace HfEndpoints.Client.Inference;

/// <summary>Finds out which engine a deployed server is and what it serves, by its own routes, and keeps the answers.</summary>
internal sealed class ServerInspector(DeployedServer server)
{
    // The engines' own routes, the most likely first.
    private static readonly (ServerEngine Engine, string Route, string Mark)[] s_routes =
    [
        (ServerEngine.Vllm, "version", "version"),
        (ServerEngine.Sglang, "server_info", "model_path"),
        // What older ones have in its place, without version and limits.
        (ServerEngine.Sglang, "get_model_info", "model_path"),
        (ServerEngine.LlamaCpp, "props", "default_generation_settings"),
    ];

    private readonly AskedOnce<HfServerInfo> _info = new();
    private readonly AskedOnce<IReadOnlyList<string>> _models = new();

    private bool _hasAnsweredAtRoot;

    /// <summary>Whether the server has reported what it is.</summary>
    public bool IsKnown => _info.Known is not null;

    /// <summary>
    /// Whether the server answers at its root, as TGI, TEI and the toolkit do, by what it reported, by its image, or because
    /// it did so before; null if that is not known.
    /// </summary>
    public bool? HasRoot => server.Target.IsOpenAi ? false
        : _info.Known is { } info ? !ServerEngines.IsOpenAi(info)
        : server.Target.Engine switch
        {
            ServerEngine.Tgi or ServerEngine.Tei or ServerEngine.Toolkit => true,
            ServerEngine.Unknown => Volatile.Read(ref _hasAnsweredAtRoot) ? true : null,
            _ => false,
        };

    /// <summary>Records that the server answered at its root.</summary>
    public void AnsweredAtRoot() => Volatile.Write(ref _hasAnsweredAtRoot, true);

    /// <summary>What the server reports about itself.</summary>
    /// <exception cref="HfException">It does not answer at all, or refuses.</exception>
    public Task<HfServerInfo> GetAsync(InferenceOptions? options, CancellationToken cancellationToken) =>
        _info.GetAsync(cancellationToken => AskAsync(options, cancellationToken), cancellationToken);

    /// <summary>The names of the models served, from the OpenAI-compatible route; empty if there is no such route.</summary>
    public Task<IReadOnlyList<string>> GetModelsAsync(InferenceOptions? options, CancellationToken cancellationToken) =>
        _models.GetAsync(
            async cancellationToken =>
            {
                var pages = new List<HfException>();
                HfServerInfo? info = await AskModelsAsync(pages, options, cancellationToken).ConfigureAwait(false);
                return info is not null ? info.Models : pages.Count > 0 ? throw pages[0] : [];
            },
            cancellationToken);

    private async Task<HfServerInfo> AskAsync(InferenceOptions? options, CancellationToken cancellationToken)
    {
        var pages = new List<HfException>();
        if (await TryAskAsync("info", pages, options, cancellationToken).ConfigureAwait(false) is { } own
            && ServerInfoReader.FromInfo(server.Target, own) is { } told)
        {
            return told;
        }

        HfServerInfo? info = await AskModelsAsync(pages, options, cancellationToken).ConfigureAwait(false);
        foreach ((ServerEngine engine, string route, string mark) in s_routes)
        {
            if (info is not null && (info.Kind == engine || info.Kind == ServerEngine.Unknown)
                && await TryAskAsync(route, pages, options, cancellationToken).ConfigureAwait(false) is { } answer
                && answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(mark, out _))
            {
                return ServerInfoReader.With(info, engine, answer);
            }
        }

        info ??= Make(await IsToolkitAsync(options, cancellationToken).ConfigureAwait(false) ? ServerEngine.Toolkit : ServerEngine.Unknown);

        // What a proxy or a network's sign-in has put in the place of the answers is not what the server is.
        return info.Kind == ServerEngine.Unknown && pages.Count > 0 ? throw pages[0] : info;
    }

    private HfServerInfo Make(ServerEngine engine) =>
        new() { Endpoint = server.Target.Name, Uri = server.Target.Uri, Engine = ServerEngines.WordOf(engine) };

    private async Task<HfServerInfo?> AskModelsAsync(
        List<HfException> pages, InferenceOptions? options, CancellationToken cancellationToken) =>
        await TryAskAsync("v1/models", pages, options, cancellationToken).ConfigureAwait(false) is { } list
            ? ServerInfoReader.FromModels(server.Target, list)
            : null;

    /// <summary>Requests a route; null if the server does not have it, or it is of another kind, such as a page.</summary>
    private async Task<JsonElement?> TryAskAsync(
        string route, List<HfException> pages, InferenceOptions? options, CancellationToken cancellationToken)
    {
        HfRequest request = Get(route);
        HttpResponseMessage? response = null;
        try
        {
            response = await server.SendAsync(request, options, cancellationToken).ConfigureAwait(false);
            return await server.ReadJsonAsync(request, response, cancellationToken).ConfigureAwait(false);
        }
        catch (HfException exception) when (IsNone(exception) && !IsJson(response))
        {
            if (exception.Kind == HfErrorKind.InvalidResponse && response?.Content.Headers.ContentType?.MediaType == "text/html")
            {
                pages.Add(exception);
            }

            return null;
        }
        finally
        {
            response?.Dispose();
        }
    }

    // JSON that can't be read was broken on its way: without it, the server would be taken for one
    // of another kind.
    private static bool IsJson(HttpResponseMessage? response) =>
        response?.Content.Headers is { ContentLength: > 0, ContentType.MediaType: { } type }
        && type.EndsWith("json", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The toolkit reports nothing about itself. Its health route answers a word; those of other engines answer
    /// nothing or JSON.
    /// </summary>
    private async Task<bool> IsToolkitAsync(InferenceOptions? options, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage response = await server
                .SendAsync(Get("health") with { Accept = "*/*" }, options, cancellationToken).ConfigureAwait(false);
            string text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            return text.Trim().Trim('"').Equals("ok", StringComparison.OrdinalIgnoreCase);
        }
        catch (HfException exception) when (IsNone(exception))
        {
            return false;
        }
    }

    private static bool IsNone(HfException exception) => exception.StatusCode is HttpStatusCode.InternalServerError || exception.Kind is
        HfErrorKind.NotFound or HfErrorKind.InvalidRequest or HfErrorKind.InvalidResponse or HfErrorKind.NotSupported;

    // A server that fails on a route that it should not have is not asked for it again.
    private HfRequest Get(string route) =>
        server.Post(server.Target.ServerRoute(route), $"ask {server.Target.Label} what it is") with
        {
            Method = HttpMethod.Get,
            Retry = RetryRule.Divisible,
            IsExact = false,
        };
}
