using System.Text.Json.Nodes;

namespace HfEndpoints.Client.Tests;

/// <summary>The requests that the Python library was seen to send.</summary>
internal static class Vectors
{
    private static readonly JsonArray s_vectors =
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors.json")))!["vectors"]!.AsArray();

    public static TheoryData<string> ForCall(string call) => [.. s_vectors
        .Where(vector => (string?)vector!["call"] == call)
        .Select(vector => (string)vector!["name"]!)];

    public static Vector Get(string name) => new(s_vectors.Single(vector => (string?)vector!["name"] == name)!);
}

internal sealed record Vector(JsonNode Json)
{
    public string Argument => (string)Json["args"]![0]!;

    public JsonObject Keywords => Json["kwargs"]!.AsObject();

    public string Namespace => (string?)Keywords["namespace"] ?? "alice";

    /// <summary>The requests, without those that ask who the user is.</summary>
    public IReadOnlyList<(string Method, string Path, JsonNode? Body)> Requests =>
        [.. Json["requests"]!.AsArray()
            .Select(request => ((string)request!["method"]!, (string)request["path"]!, request["json"]))
            .Where(request => request.Item2 != "/api/whoami-v2")];
}
