using System.Text.Json.Nodes;
using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Engines;

/// <summary>llama-server's routes for embeddings and reranking, for which it must have been started.</summary>
internal static class LlamaPooling
{
    public static async Task EmbedAsync(EngineRequest request, LlamaDialect dialect)
    {
        JsonFields fields = await ReadForEmbeddingAsync(request, dialect).ConfigureAwait(false);
        IReadOnlyList<string> inputs = fields.Inputs(fields.Has("content") ? "content" : "input");
        await WorkAsync(request, inputs).ConfigureAwait(false);
        await request.Context.AnswerJsonAsync(new JsonArray([.. inputs.Select((input, index) => new JsonObject
        {
            ["index"] = index,
            // One vector a text, in a list, as without pooling there would be one a token.
            ["embedding"] = new JsonArray(EmbeddingsAnswer.ToJson(EmbeddingModel.Embed(input))),
        })])).ConfigureAwait(false);
    }

    public static async Task EmbedForOpenAiAsync(EngineRequest request, LlamaDialect dialect)
    {
        JsonFields fields = await ReadForEmbeddingAsync(request, dialect).ConfigureAwait(false);
        if (!fields.Has("input") && !fields.Has("content"))
        {
            throw LlamaDialect.BadRequest("\"input\" or \"content\" must be provided");
        }

        IReadOnlyList<string> inputs = fields.Inputs(fields.Has("input") ? "input" : "content");
        int tokens = await WorkAsync(request, inputs).ConfigureAwait(false);
        await request.Context.AnswerJsonAsync(EmbeddingsAnswer.Make(
            inputs.Select(input => EmbeddingModel.Embed(input)),
            dialect.ModelName(request, fields.Text("model")),
            tokens,
            fields.Text("encoding_format") == "base64")).ConfigureAwait(false);
    }

    public static async Task RerankAsync(EngineRequest request, LlamaDialect dialect)
    {
        if (LlamaMode.Of(request.Spec) != LlamaMode.Reranking)
        {
            throw LlamaDialect.NotSupported("This server does not support reranking. Start it with `--reranking`");
        }

        var fields = new JsonFields(await dialect.ReadBodyAsync(request).ConfigureAwait(false), dialect);
        string query = fields.Text("query") ?? throw LlamaDialect.BadRequest("\"query\" must be provided");
        IReadOnlyList<string> documents = fields.Texts(fields.Has("texts") ? "texts" : "documents");
        if (documents.Count == 0)
        {
            throw LlamaDialect.BadRequest("\"documents\" must be a non-empty string array");
        }

        int tokens = await WorkAsync(request, [.. documents.Select(document => query + document)]).ConfigureAwait(false);
        IEnumerable<JsonObject> results = documents
            .Select((document, index) => (index, score: RerankModel.Logit(query, document)))
            .OrderByDescending(result => result.score)
            .Take(fields.Count("top_n") ?? int.MaxValue)
            .Select(result => new JsonObject { ["index"] = result.index, ["relevance_score"] = result.score });
        await request.Context.AnswerJsonAsync(new JsonObject
        {
            ["model"] = dialect.ModelName(request, fields.Text("model")),
            ["object"] = "list",
            ["usage"] = new JsonObject { ["prompt_tokens"] = tokens, ["total_tokens"] = tokens },
            ["results"] = new JsonArray([.. results]),
        }).ConfigureAwait(false);
    }

    private static async Task<JsonFields> ReadForEmbeddingAsync(EngineRequest request, LlamaDialect dialect) => LlamaMode.Of(request.Spec) == LlamaMode.Completions
        ? throw LlamaDialect.NotSupported("This server does not support embeddings. Start it with `--embeddings`")
        : new JsonFields(await dialect.ReadBodyAsync(request).ConfigureAwait(false), dialect);

    private static async Task<int> WorkAsync(EngineRequest request, IReadOnlyList<string> inputs)
    {
        int tokens = inputs.Sum(input => Tokenizer.Split(input).Count);
        await request.ThinkAsync().ConfigureAwait(false);
        request.Load.CountPrompt(tokens);
        return tokens;
    }
}
