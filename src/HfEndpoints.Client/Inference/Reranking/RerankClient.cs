using System.Text.Json;
using System.Text.Json.Nodes;

namespace HfEndpoints.Client.Inference;

/// <summary>Ranks texts by how well they answer a query, on one endpoint: TEI, or the servers with Jina's form of it.</summary>
public sealed class RerankClient
{
    private const string Route = "rerank";

    private readonly DeployedServer _server;
    private readonly ServerInspector _inspector;

    internal RerankClient(DeployedServer server, ServerInspector inspector)
    {
        _server = server;
        _inspector = inspector;
    }

    private string Action => $"rank texts on {_server.Target.Label}";

    /// <summary>
    /// Ranks texts. More than the server takes at once go out in several requests: a score is that of one text and the
    /// query, whatever texts are beside it.
    /// </summary>
    /// <param name="query">The query.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="parameters">How; null leaves all to the server.</param>
    /// <param name="options">How patient to be.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <returns>All texts, the best first.</returns>
    /// <exception cref="HfException">The endpoint is not running, or refuses, or fails.</exception>
    public async Task<IReadOnlyList<RankedText>> RankAsync(
        string query,
        IReadOnlyList<string> texts,
        RankParameters? parameters = null,
        InferenceOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(texts);
        parameters ??= new RankParameters();
        ServerInfo info = await _inspector.GetAsync(options, cancellationToken).ConfigureAwait(false);
        bool isOpenAi = ServerEngines.IsOpenAi(info);
        bool isToolkit = info.Engine == ServerEngine.Toolkit;
        Uri uri = isToolkit ? _server.Target.Uri
            : info.Engine == ServerEngine.Sglang ? _server.Target.OpenAiRoute(Route)
            : _server.Target.ServerRoute(Route);
        if ((isOpenAi || isToolkit) && (parameters.RawScores == true || parameters.Truncate == true))
        {
            string name = parameters.RawScores == true ? "raw_scores" : "truncate";
            throw new HfException(
                HfErrorKind.InvalidRequest,
                $"Cannot {Action}: {ServerEngines.NameOf(info.Engine)} has no parameter '{name}' for ranking.");
        }

        JsonObject MakeBody(string[] part) => isToolkit
            ? new JsonObject { ["inputs"] = new JsonObject { ["query"] = query, ["texts"] = ToArray(part) } }
            : isOpenAi
            ? new JsonObject
            {
                ["model"] = info.Models.Count > 0 ? info.Models[0] : null,
                ["query"] = query,
                ["documents"] = ToArray(part),
            }
            : new JsonObject
            {
                ["query"] = query,
                ["texts"] = ToArray(part),
                ["raw_scores"] = parameters.RawScores,
                ["return_text"] = parameters.ReturnText,
                ["truncate"] = parameters.Truncate,
            };

        var ranked = new List<RankedText>(texts.Count);
        await foreach (IReadOnlyList<RankedText> part in AsyncParallel.SelectAsync(
            ChunksAsync(texts, BatchLimit.FromServer(info)),
            parameters.ThrottleLimit,
            ordered: false,
            (part, token) => RankPartAsync(uri, part, MakeBody, options, token),
            cancellationToken).ConfigureAwait(false))
        {
            ranked.AddRange(part);
        }

        return [.. ranked.OrderByDescending(text => text.Score).ThenBy(text => text.Index)];
    }

    private async Task<IReadOnlyList<RankedText>> RankPartAsync(
        Uri uri,
        Part part,
        Func<string[], JsonObject> makeBody,
        InferenceOptions? options,
        CancellationToken cancellationToken)
    {
        JsonObject body = makeBody(part.Texts);
        foreach (string name in body.Where(member => member.Value is null).Select(member => member.Key).ToArray())
        {
            body.Remove(name);
        }

        var request = new ServerRequest(uri, Action)
        {
            Content = () => HfJson.ToContent(body, HfJson.Context.JsonObject),
        };
        try
        {
            JsonElement answer = await _server.SendJsonAsync(request, options, cancellationToken).ConfigureAwait(false);
            return Read(answer, part);
        }
        catch (HfException exception) when (exception.StatusCode is not null && part.Texts.Length > 1
            && exception.StatusCode == System.Net.HttpStatusCode.RequestEntityTooLarge)
        {
            _server.Transport.Options.Log?.Invoke($"{exception.Message} Trying again with half of the texts at a time.");
        }
        catch (HfException exception) when (exception.StatusCode is not null && exception.Kind == HfErrorKind.NotFound)
        {
            throw exception.WithAdvice("The server has no route for ranking; a model that ranks has.");
        }

        int half = part.Texts.Length / 2;
        return
        [
            .. await RankPartAsync(uri, new(part.Start, part.Texts[..half]), makeBody, options, cancellationToken)
                .ConfigureAwait(false),
            .. await RankPartAsync(uri, new(part.Start + half, part.Texts[half..]), makeBody, options, cancellationToken)
                .ConfigureAwait(false),
        ];
    }

    private RankedText[] Read(JsonElement answer, Part part)
    {
        JsonElement list = answer.Member("results") ?? answer;
        RankedText[] ranked = list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(item => ReadOne(item, part)).OfType<RankedText>().DistinctBy(text => text.Index)]
            : [];
        return ranked.Length == part.Texts.Length
            ? ranked
            : throw new HfException(
                HfErrorKind.InvalidResponse,
                $"Cannot {Action}: the answer does not hold a score for each text. Is this an endpoint for ranking?");
    }

    private static RankedText? ReadOne(JsonElement item, Part part) =>
        item.WholeOf("index") is { } index && index >= 0 && index < part.Texts.Length
            && (item.Member("score") ?? item.Member("relevance_score")) is { ValueKind: JsonValueKind.Number } score
            ? new RankedText(part.Start + (int)index, score.GetDouble())
            : null;

    private static JsonArray ToArray(string[] texts) => new([.. texts.Select(text => (JsonNode)JsonValue.Create(text))]);

    private static async IAsyncEnumerable<Part> ChunksAsync(IReadOnlyList<string> texts, int size)
    {
        for (int start = 0; start < texts.Count; start += size)
        {
            yield return new Part(start, [.. texts.Skip(start).Take(size)]);
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    private sealed record Part(int Start, string[] Texts);
}
