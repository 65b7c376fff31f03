using System.Net;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace HfEndpoints.Emulator.Tests;

/// <summary>Every operation of the service's document is asked for, and what is answered must fit the document.</summary>
public class ApiWalkTests(ITestOutputHelper output)
{
    private static readonly string[] s_graphs =
    [
        "", "/hardware-cpu", "/hardware-gpu", "/inference/itl", "/inference/kv-cache", "/inference/prefix-cache", "/inference/requests",
        "/inference/ttft", "/pending-request", "/replica-ids", "/replica-running", "/replica-status", "/response-elapsed",
        "/response-status-code", "/response-status-code-grouped",
    ];

    [Fact]
    public async Task EveryOperationAnswersAsTheDocumentSays()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        List<string> problems = [];
        HashSet<string> walked = [];
        await foreach ((string operation, HttpMethod method, string path, JsonNode? body) in StepsAsync(emulator))
        {
            walked.Add(operation);
            problems.AddRange((await ProblemsAsync(emulator, operation, method, path, body)).Select(problem => $"{operation}: {problem}"));
        }

        output.WriteLine($"{walked.Count} operations");
        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));
        Assert.Equal(46, ApiSchema.Operations.Count);
        Assert.Equal(ApiSchema.Operations.Order(), walked.Order());
    }

    [Theory]
    [InlineData("""{"items":[{"id":"a","versionId":"b","status":{"stage":"running","live":true,"updating":false}}]}""", true)]
    [InlineData("""{"items":[{"id":"a","versionId":"b","status":{"stage":"dancing","live":true,"updating":false}}]}""", false)]
    [InlineData("""{"items":[{"id":"a","versionId":"b","status":{"stage":"running","live":true}}]}""", false)]
    [InlineData(
        """{"items":[{"id":"a","versionId":"b","status":{"stage":"running","live":true,"updating":false,"startedAt":"now"}}]}""", false)]
    public async Task AWrongAnswerIsNoticed(string answer, bool fits)
    {
        JsonNode schema = ApiSchema.Answers("GET /v2/endpoint/{namespace}/{name}/replica")["application/json"]!;

        Assert.Equal(fits, (await ApiSchema.ProblemsAsync(schema, answer)).Count == 0);
    }

    private static async Task<IReadOnlyList<string>> ProblemsAsync(
        TestEmulator emulator, string operation, HttpMethod method, string path, JsonNode? body)
    {
        if (path.Contains("/sse", StringComparison.Ordinal))
        {
            return await StreamProblemsAsync(emulator, operation, path);
        }

        Answer answer = await emulator.SendAsync(method, path, body?.ToJsonString());
        if (answer.Status != HttpStatusCode.OK)
        {
            return [$"{answer.Status} {answer.Text}"];
        }

        IReadOnlyDictionary<string, JsonNode?> kinds = ApiSchema.Answers(operation);
        if (kinds.Count > 0 && !kinds.ContainsKey(answer.ContentType ?? ""))
        {
            return [$"content type {answer.ContentType}"];
        }

        return kinds.TryGetValue("application/json", out JsonNode? schema) ? await ApiSchema.ProblemsAsync(schema!, answer.Text) : [];
    }

    private static async Task<IReadOnlyList<string>> StreamProblemsAsync(TestEmulator emulator, string operation, string path)
    {
        using ReceivedEvents stream = await ReceivedEvents.OpenAsync(emulator, path);
        if (stream.ContentType != "text/event-stream" || await stream.ReadAsync() is not string data)
        {
            return ["no event"];
        }

        return ApiSchema.Answers(operation)
            .TryGetValue("text/event-stream", out JsonNode? schema) ? await ApiSchema.ProblemsAsync(schema!, data) : [];
    }

    private static async IAsyncEnumerable<(string Operation, HttpMethod Method, string Path, JsonNode? Body)> StepsAsync(
        TestEmulator emulator)
    {
        const string List = "/v2/endpoint/alice";
        const string One = List + "/walk";
        const string Search = "/v3/endpoint/alice/walk/logs";
        JsonObject endpoint = Requests.Vllm("walk", body =>
        {
            body["privateService"] = JsonNode.Parse("""{"accountId":"123456789012","region":"us-east-1"}""");
            body["compute"]!["scaling"] = JsonNode.Parse(
                """{"minReplica":0,"maxReplica":2,"scaleToZeroTimeout":15,"measure":{"pendingRequests":1.5}}""");
            body["model"]!["secrets"] = new JsonObject { ["KEY"] = "hidden" };
        });

        yield return Step(HttpMethod.Post, List, endpoint);
        emulator.Advance(200);
        yield return Step(HttpMethod.Get, List);
        yield return Step(HttpMethod.Get, One);
        foreach (string path in new[] { "/serve/alice/walk/v1/models", "/serve/alice/walk/nothing" })
        {
            await emulator.GetAsync(path);
        }

        yield return Step(HttpMethod.Get, One + "/replica");
        yield return Step(HttpMethod.Get, One + "/sse");
        yield return Step(HttpMethod.Post, One + "/agent/debug");
        yield return Step(HttpMethod.Get, One + "/logs?tail=5");
        yield return Step(HttpMethod.Get, One + "/logs/sse?tail=5");
        yield return Step(HttpMethod.Get, Search + "?limit=5");
        yield return Step(HttpMethod.Get, Search + "/download");
        yield return Step(HttpMethod.Get, Search + "/sse?tail=5");
        JsonObject window = await emulator.LastHourAsync();
        foreach (string graph in s_graphs)
        {
            yield return Step(HttpMethod.Post, $"{One}/metrics{graph}", window);
        }

        yield return Step(HttpMethod.Get, One + "/open-metrics");
        yield return Step(HttpMethod.Put, One, Update());
        emulator.Advance(200);
        yield return Step(HttpMethod.Post, One + "/scale-to-zero");
        yield return Step(HttpMethod.Post, One + "/resume");
        yield return Step(HttpMethod.Post, One + "/pause");
        yield return Step(HttpMethod.Get, "/v2/search/alice");
        yield return Step(HttpMethod.Get, "/v2/provider");
        yield return Step(HttpMethod.Get, "/v2/provider/alice");
        yield return Step(HttpMethod.Get, "/v2/provider/quotas/alice");
        JsonNode services = (await emulator.GetAsync("/v2/network/private-service/alice")).Json;
        yield return Step(HttpMethod.Get, "/v2/network/private-service/alice");
        yield return Step(HttpMethod.Delete, $"/v2/network/private-service/alice/{services["items"]![0]!["id"]}");
        JsonObject cidr = JsonNode.Parse("""{"name":"office","cidrList":["10.0.0.0/8"]}""")!.AsObject();
        yield return Step(HttpMethod.Post, "/v2/network/cidr-list/alice", cidr);
        yield return Step(HttpMethod.Get, "/v2/network/cidr-list/alice");
        string id = (await emulator.GetAsync("/v2/network/cidr-list/alice")).Json["items"]![0]!["id"]!.GetValue<string>();
        yield return Step(HttpMethod.Post, $"/v2/network/cidr-list/alice/{id}", cidr);
        yield return Step(HttpMethod.Delete, $"/v2/network/cidr-list/alice/{id}");
        yield return Step(HttpMethod.Post, "/v2/network/domain/alice", new JsonObject { ["domain"] = "api.example.com" });
        yield return Step(HttpMethod.Get, "/v2/network/domain/alice");
        yield return Step(HttpMethod.Delete, "/v2/network/domain/alice/api.example.com");
        yield return Step(HttpMethod.Delete, One);
        yield return Step(HttpMethod.Get, "/v2/audit-logs/alice?limit=100");
    }

    private static JsonObject Update() => JsonNode.Parse("""
        {
          "type": "private",
          "compute": {"instanceSize": "x4", "scaling": {"maxReplica": 1, "scaleToZeroTimeout": 30, "measure": {"hardwareUsage": 70}}},
          "model": {
            "repository": "openai/other", "revision": "main", "task": "custom", "framework": "custom", "args": ["--a"], "command": ["run"],
            "image": {"vLLM": {"url": "vllm/vllm-openai:v2"}}, "secrets": {"OTHER": "hidden"}, "env": {"A": "b"}
          },
          "experimentalFeatures": {"loadBalancer": "sticky"},
          "tags": ["new"],
          "route": {"domain": "api.example.com", "path": "/walk"}
        }
        """)!.AsObject();

    /// <summary>A request and the operation it is, found by the document's own paths.</summary>
    private static (string Operation, HttpMethod Method, string Path, JsonNode? Body) Step(
        HttpMethod method, string path, JsonNode? body = null)
    {
        string[] asked = path.Split('?')[0].Split('/');
        string operation = ApiSchema.Operations
            .Where(candidate => candidate.StartsWith(method.Method + " ", StringComparison.Ordinal))
            .Select(candidate => (Operation: candidate, Parts: candidate.Split(' ')[1].Split('/')))
            .Where(candidate => candidate.Parts.Length == asked.Length
                && candidate.Parts.Zip(asked).All(pair => pair.First == pair.Second || pair.First.StartsWith('{')))
            .OrderBy(candidate => candidate.Parts.Count(part => part.StartsWith('{')))
            .First().Operation;
        return (operation, method, path, body);
    }
}
