using System.Text;
using System.Text.Json.Nodes;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

/// <summary>
/// The answers of every route, as the emulator gives them, broken in thousands of ways: whatever comes, nothing but an
/// <see cref="HfException"/> comes out.
/// </summary>
public sealed class BrokenAnswerTests : IAsyncLifetime
{
    private const int Seeds = 60;

    private static readonly DateTimeOffset s_now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly HttpClient s_direct = new();

    private static readonly Dictionary<string, Func<HfClient, Uri, Task>> s_calls = new()
    {
        ["whoami"] = (client, _) => client.Hub.WhoAmIAsync(),
        ["get"] = (client, _) => client.Endpoints.GetAsync("acme", "tgi"),
        ["list"] = (client, _) => Expect.AllAsync(client.Endpoints.ListPagesAsync("acme")),
        ["search"] = (client, _) => client.Endpoints.SearchNamesAsync("acme", "t"),
        ["pause"] = (client, _) => client.Endpoints.PauseAsync("acme", "idle"),
        ["catalog"] = (client, _) => client.Catalog.ListAsync(),
        ["hardware"] = (client, _) => client.Hardware.ListAsync("acme"),
        ["quotas"] = (client, _) => client.Hardware.ListQuotasAsync("acme"),
        ["logs"] = (client, _) => Expect.AllAsync(client.Logs.ReadAsync("acme", "tgi")),
        ["metrics"] = (client, _) => client.Metrics.GetAllAsync("acme", "tgi", new MetricsQuery(s_now.AddHours(-1), s_now)),
        ["replica ids"] = (client, _) => client.Metrics.GetReplicaIdsAsync("acme", "tgi", new MetricsQuery(s_now.AddHours(-1), s_now)),
        ["open metrics"] = (client, _) => client.Metrics.GetOpenMetricsAsync("acme", "tgi"),
        ["replicas"] = (client, _) => client.Replicas.ListAsync("acme", "tgi"),
        ["audit"] = (client, _) => Expect.AllAsync(client.Audit.ListAsync("acme")),
        ["cidr lists"] = (client, _) => client.Network.ListCidrListsAsync("acme"),
        ["domains"] = (client, _) => client.Network.ListDomainsAsync("acme"),
        ["private services"] = (client, _) => client.Network.ListPrivateServicesAsync("acme", null, null),
        ["generate"] = (client, at) => client.TextGeneration(Target(at, "tgi")).GenerateAsync("hi", Details),
        ["stream"] = (client, at) => Expect.AllAsync(client.TextGeneration(Target(at, "tgi")).StreamAsync("hi", Details)),
        ["complete"] = (client, at) => client.TextGeneration(Target(at, "llama")).GenerateAsync("hi", Details),
        ["stream completion"] = (client, at) => Expect.AllAsync(client.TextGeneration(Target(at, "llama")).StreamAsync("hi", Details)),
        ["chat"] = (client, at) => client.Chat(Target(at, "tgi")).CompleteAsync(Chat()),
        ["stream chat"] = (client, at) => Expect.AllAsync(client.Chat(Target(at, "llama")).StreamAsync(Chat())),
        ["server info"] = (client, at) => client.ServerInfo(Target(at, "tgi")).GetAsync(),
        ["models"] = (client, at) => client.ServerInfo(Target(at, "llama")).GetModelsAsync(),
        ["embed"] = (client, at) => client.Embeddings(Target(at, "tei")).EmbedAsync(["a", "b"]),
        ["embed on llama.cpp"] = (client, at) => client.Embeddings(Target(at, "llama-embed")).EmbedAsync(["a", "b"]),
        ["rerank"] = (client, at) => client.Rerank(Target(at, "rerank")).RankAsync("q", ["a", "b"]),
        ["classify"] = (client, at) => RunAsync(client, at, "text-classification", JsonValue.Create("good")),
        ["tokens"] = (client, at) => RunAsync(client, at, "token-classification", JsonValue.Create("Sarah lives in London")),
        ["zero-shot"] = (client, at) => RunAsync(client, at, "zero-shot-classification", JsonValue.Create("good")),
        ["fill"] = (client, at) => RunAsync(client, at, "fill-mask", JsonValue.Create("a [MASK]")),
        ["question"] = (client, at) => RunAsync(
            client, at, "question-answering", new JsonObject { ["question"] = "who?", ["context"] = "Sarah lives in London" }),
        ["image"] = (client, at) => RunAsync(client, at, "text-to-image", JsonValue.Create("a cat")),
    };

    private readonly Dictionary<string, (int Status, string? Type, byte[] Body)> _recorded = [];
    private Service _service = null!;

    public static TheoryData<string> Calls => [.. s_calls.Keys];

    private static GenerateParameters Details => new() { Details = true, MaxNewTokens = 8 };

    public async Task InitializeAsync()
    {
        _service = await Service.StartAsync(new() { Speed = 0 });
        await _service.PutTgiAsync("tgi");
        await _service.PutAsync("idle");
        await PutAsync("llama", "text-generation", """{"llamacpp":{"url":"ghcr.io/ggml-org/llama.cpp:server","modelPath":"m.gguf"} }""");
        await PutAsync("llama-embed", "sentence-embeddings", """
            {"llamacpp":{"url":"ghcr.io/ggml-org/llama.cpp:server","modelPath":"m.gguf","mode":"embeddings"} }
            """);
        await PutAsync("tei", "sentence-embeddings", """{"tei":{"url":"ghcr.io/huggingface/text-embeddings-inference:1.9"} }""");
        await PutAsync("rerank", "text-ranking", """{"tei":{"url":"ghcr.io/huggingface/text-embeddings-inference:1.9"} }""");
        foreach (string task in (string[])["text-classification", "token-classification", "zero-shot-classification",
            "fill-mask", "question-answering", "text-to-image"])
        {
            await PutAsync(task, task, """{"huggingface":{} }""");
        }
    }

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task NothingButAnErrorOfOursComesOfABrokenAnswer(string call)
    {
        Func<HfClient, Uri, Task> run = s_calls[call];
        Random? random = null;
        await using var server = new RawServer(async (request, connection) =>
        {
            (int status, string? type, byte[] body) = await RecordAsync(request);
            await connection.AnswerAsync(
                status, random is null ? body : Mutation.Break(body, random), type, random is null ? [] : Headers(random));
        });
        HfClient client = server.Client(options => options with { MaxRetries = 0 });

        // Unbroken, it is answered: the recording is of the route, and not of a refusal.
        await run(client, server.Address).WithinDeadlineAsync();

        for (int seed = 0; seed < Seeds; seed++)
        {
            random = new Random(seed);
            Exception? exception = await Record.ExceptionAsync(() => run(client, server.Address).WithinDeadlineAsync());
            Assert.True(exception is null or HfException, $"{call}, seed {seed}: {exception}");
        }
    }

    // Now and then the head is wrong too.
    private static string[] Headers(Random random) => random.Next(12) switch
    {
        0 => ["Content-Encoding: gzip"],
        1 => ["Content-Encoding: br"],
        2 => ["Content-Encoding: deflate"],
        3 => ["Retry-After: 1.5"],
        _ => [],
    };

    private async Task<(int Status, string? Type, byte[] Body)> RecordAsync(RawRequest request)
    {
        string key = $"{request.Method} {request.Target} {request.Body}";
        if (!_recorded.TryGetValue(key, out (int, string?, byte[]) recorded))
        {
            using var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(_service.Address, request.Target));
            foreach (string name in (string[])["authorization", "accept"])
            {
                message.Headers.TryAddWithoutValidation(name, request.Headers.GetValueOrDefault(name));
            }

            message.Content = new StringContent(request.Body, Encoding.UTF8, "application/json");
            using HttpResponseMessage response = await s_direct.SendAsync(message);
            recorded = (
                (int)response.StatusCode,
                response.Content.Headers.ContentType?.ToString(),
                await response.Content.ReadAsByteArrayAsync());
            _recorded[key] = recorded;
        }

        return recorded;
    }

    private Task PutAsync(string name, string task, string image) =>
        _service.PutAsync(name, $$"""{"model":{"repository":"me/model","task":"{{task}}","image":{{image}} } }""");

    private static Task RunAsync(HfClient client, Uri at, string task, JsonNode input)
    {
        JsonObject? arguments = task == "zero-shot-classification"
            ? new JsonObject { ["candidate_labels"] = new JsonArray("good", "bad") }
            : null;
        return client.Tasks(Target(at, task)).RunAsync(InferenceTasks.Find(task)!, TaskInput.FromJson(input), arguments);
    }

    private static ChatRequest Chat() => new([new JsonObject { ["role"] = "user", ["content"] = "Hi" }])
    {
        Parameters = new ChatParameters { MaxTokens = 8 },
    };

    private static InferenceTarget Target(Uri server, string name) => new(new Uri(server, $"serve/acme/{name}"), SendToken: true, name);
}
