using System.Globalization;
using System.Text.Json.Nodes;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

/// <summary>A server of embeddings that says which engine it is, and answers as a test says.</summary>
internal static class EmbeddingServer
{
    /// <summary>Starts a server; an answer is a status and a body.</summary>
    public static RawServer Start(string engine, Func<RawRequest, (int Status, string Body)> answer, string version = "1.0") =>
        new((request, connection) =>
        {
            (int status, string body) = (engine, request.Method, request.Target) switch
            {
                ("vllm" or "sglang" or "llamacpp", "POST", "/") => (404, """{"error":"Not Found"}"""),
                (_, "POST", _) => answer(request),
                ("tei", _, "/info") => (200, """
                    {"model_id":"m","model_type":{"embedding":{} },"max_client_batch_size":32,"max_concurrent_requests":512}
                    """),
                ("vllm" or "sglang" or "llamacpp", _, "/v1/models") => (200, $$"""{"data":[{"id":"m","owned_by":"{{engine}}"}]}"""),
                ("vllm", _, "/version") => (200, $$"""{"version":"{{version}}"}"""),
                ("toolkit", _, "/health") => (200, "\"Ok\""),
                _ => (404, """{"error":"Not Found"}"""),
            };
            return connection.AnswerAsync(status, body, "application/json");
        });

    public static EmbeddingClient Client(RawServer server) => server.Client().GetEmbeddingClient(new InferenceTarget(server.Address));

    /// <summary>The requests with texts, but for the one that found out that there is no root.</summary>
    public static RawRequest[] Posts(RawServer server)
    {
        RawRequest[] posts = [.. server.Requests.Where(request => request.Method == "POST")];
        return posts.Any(request => request.Target != "/") ? [.. posts.Where(request => request.Target != "/")] : posts;
    }

    /// <summary>The texts of a request.</summary>
    public static string[] Texts(RawRequest request) => (request.Json!["inputs"] ?? request.Json["input"]) switch
    {
        JsonArray list => [.. list.Select(text => (string)text!)],
        { } text => [(string)text!],
        _ => [],
    };

    /// <summary>An answer with a vector for each text: the numbers that it consists of.</summary>
    public static string Vectors(RawRequest request) => Vectors(request, text => $"[{text}]");

    public static string Vectors(RawRequest request, Func<string, string> vector)
    {
        IEnumerable<string> vectors = Texts(request).Select(vector);
        return request.Target.EndsWith("/v1/embeddings", StringComparison.Ordinal)
            ? $"{{\"data\":[{string.Join(',', vectors.Select((item, index) => Item(index, item)))}]}}"
            : $"[{string.Join(',', vectors)}]";
    }

    private static string Item(int index, string vector) =>
        string.Create(CultureInfo.InvariantCulture, $"{{\"index\":{index},\"embedding\":{vector}}}");
}
