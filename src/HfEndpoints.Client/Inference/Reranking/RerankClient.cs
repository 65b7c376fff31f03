namespace HfEndpoints.Client.Inference;

/// <summary>Ranks texts by how well they answer a query, on one endpoint: TEI, or the servers with Jina's form of it.</summary>
public class RerankClient
{
    private const string Route = "rerank";

    private readonly DeployedServer _server;
    private readonly ServerInspector _inspector;

    /// <summary>For mocking.</summary>
    protected RerankClient() => (_server, _inspector) = (null!, null!);

    internal RerankClient(DeployedServer server, ServerInspector inspector) => (_server, _inspector) = (server, inspector);

    private string Action => $"rank texts on {_server.Target.Label}";

    /// <summary>
    /// Ranks texts. More than the server takes at once go out in several requests, and a request that is refused is
    /// divided in halves: a score is that of one text and the query, whatever texts are beside it.
    /// </summary>
    /// <param name="query">The query.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="parameters">The parameters; null uses the server's defaults.</param>
    /// <param name="options">The time-outs and progress; null uses the defaults.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <returns>All texts, the best first; those that the server does not take are at the end, in their order.</returns>
    /// <exception cref="HfException">
    /// The only text failed; or all failed: the endpoint is not running, does not let the caller in, or does not rank.
    /// </exception>
    public virtual async Task<IReadOnlyList<ItemResult<HfRankedText>>> RankAsync(
        string query,
        IReadOnlyList<string> texts,
        RankParameters? parameters = null,
        InferenceOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(texts);
        parameters ??= new RankParameters();
        HfServerInfo info = await _inspector.GetAsync(options, cancellationToken).ConfigureAwait(false);
        bool isOpenAi = ServerEngines.IsOpenAi(info);
        bool isToolkit = info.Kind == ServerEngine.Toolkit;
        if ((isOpenAi || isToolkit) && (parameters.RawScores == true || parameters.Truncate == true))
        {
            string name = parameters.RawScores == true ? "raw_scores" : "truncate";
            throw new HfException(
                HfErrorKind.InvalidRequest, $"Cannot {Action}: {ServerEngines.NameOf(info.Kind)} has no parameter '{name}' for ranking.");
        }

        Uri uri = isToolkit ? _server.Target.Root
            : info.Kind == ServerEngine.Sglang ? _server.Target.OpenAiRoute(Route)
            : _server.Target.ServerRoute(Route);
        var results = new List<ItemResult<HfRankedText>>(texts.Count);
        await foreach (IEnumerable<ItemResult<HfRankedText>> part in AsyncParallel.SelectAsync(
            ChunksAsync(texts, BatchLimit.For(info)),
            parameters.ThrottleLimit,
            ordered: false,
            (chunk, cancellationToken) => RankChunkAsync(chunk, part => SendAsync(uri, MakeBody(part), part, options, cancellationToken)),
            cancellationToken).ConfigureAwait(false))
        {
            results.AddRange(part);
        }

        return
        [
            .. results.Where(result => result.Value is not null)
                .OrderByDescending(result => result.Value!.Score).ThenBy(result => result.Index),
            .. results.Where(result => result.Value is null).OrderBy(result => result.Index),
        ];

        JsonObject MakeBody(IReadOnlyList<string> part)
        {
            var list = new JsonArray([.. part.Select(text => (JsonNode)JsonValue.Create(text))]);
            return isToolkit ? new JsonObject { ["inputs"] = new JsonObject { ["query"] = query, ["texts"] = list } }
                : isOpenAi ? Body(("model", info.Models.Count > 0 ? info.Models[0] : null), ("query", query), ("documents", list))
                : Body(
                    ("query", query),
                    ("texts", list),
                    ("raw_scores", parameters.RawScores),
                    ("return_text", parameters.ReturnText),
                    ("truncate", parameters.Truncate));
        }
    }

    private static JsonObject Body(params (string Name, JsonNode? Value)[] members) => new(
        members.Where(member => member.Value is not null).Select(member => KeyValuePair.Create(member.Name, member.Value)));

    private async Task<IEnumerable<ItemResult<HfRankedText>>> RankChunkAsync(
        Chunk chunk, Func<IReadOnlyList<string>, Task<IReadOnlyList<ItemResult<HfRankedText>>>> send)
    {
        ItemResult<HfRankedText>[] results = await SplitRequest
            .SendAsync(chunk.Texts, send, _server.Transport.Options.Log).ConfigureAwait(false);
        return results.Select((result, place) => new ItemResult<HfRankedText>(
            chunk.Start + place,
            result.Value is { } value ? value with { Index = chunk.Start + place } : null,
            result.Error is { } error ? new HfException(error) { Index = chunk.Start + place } : null));
    }

    private async Task<IReadOnlyList<ItemResult<HfRankedText>>> SendAsync(
        Uri uri, JsonObject body, IReadOnlyList<string> texts, InferenceOptions? options, CancellationToken cancellationToken)
    {
        HfRequest request = _server.Post(uri, Action, body) with
        {
            Retry = texts.Count > 1 ? RetryRule.Divisible : RetryRule.ColdStart,
        };
        try
        {
            JsonElement answer = await _server.SendJsonAsync(request, options, cancellationToken).ConfigureAwait(false);
            return Read(answer, texts);
        }
        catch (HfException exception) when (exception.StatusCode is not null && exception.Kind == HfErrorKind.NotFound)
        {
            throw exception.WithAdvice("The server has no route for ranking. Use an endpoint with a model that ranks texts.");
        }
    }

    private ItemResult<HfRankedText>[] Read(JsonElement answer, IReadOnlyList<string> texts)
    {
        JsonElement list = answer.Member("results") ?? answer;
        var scores = new Dictionary<long, double>();
        foreach (JsonElement item in list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [])
        {
            if (item.WholeOf("index") is { } index && ReadScore(item) is { } score)
            {
                scores.TryAdd(index, score);
            }
        }

        return Enumerable.Range(0, texts.Count).All(index => scores.ContainsKey(index))
            ? [.. texts.Select((text, index) => Make(text, index, scores[index]))]
            : throw new HfException(
                HfErrorKind.InvalidResponse,
                $"Cannot {Action}: the answer does not contain a score for each text. Is this an endpoint for ranking?");
    }

    private ItemResult<HfRankedText> Make(string text, int index, double score) => double.IsFinite(score)
        ? new(index, new HfRankedText { Index = index, Score = score, Text = text }, null)
        : new(index, null, new HfException(HfErrorKind.InvalidResponse, $"Cannot {Action}: the score is not a finite number.")
        {
            Index = index,
        });

    // A member that is there and null is what stands in the place of NaN.
    private static double? ReadScore(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object
            && (item.TryGetProperty("score", out JsonElement score) || item.TryGetProperty("relevance_score", out score))
            ? score.ValueKind switch
            {
                JsonValueKind.Number => score.GetDouble(),
                JsonValueKind.Null => double.NaN,
                _ => null,
            }
            : null;

    private static async IAsyncEnumerable<Chunk> ChunksAsync(IReadOnlyList<string> texts, int size)
    {
        for (int start = 0; start < texts.Count; start += size)
        {
            yield return new Chunk(start, [.. texts.Skip(start).Take(size)]);
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    private sealed record Chunk(int Start, string[] Texts);
}
