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
    private static readonly MetricsQuery s_hour = new(s_now.AddHours(-1), s_now);
    private static readonly HttpClient s_direct = new();

    private static readonly Dictionary<string, Func<HfClient, Uri, Task<object?>>> s_calls = new()
    {
        ["whoami"] = async (client, _) => await client.Hub.WhoAmIAsync(),
        ["get"] = async (client, _) => await client.Endpoints.GetAsync("acme", "tgi"),
        ["list"] = async (client, _) => await Expect.AllAsync(client.Endpoints.ListPagesAsync("acme")),
        ["search"] = async (client, _) => await client.Endpoints.SearchNamesAsync("acme", "t"),
        ["pause"] = async (client, _) => await client.Endpoints.PauseAsync("acme", "idle"),
        ["catalog"] = async (client, _) => await client.Catalog.ListAsync(),
        ["hardware"] = async (client, _) => await client.Hardware.ListAsync("acme"),
        ["quotas"] = async (client, _) => await client.Hardware.ListQuotasAsync("acme"),
        ["logs"] = async (client, _) => await Expect.AllAsync(client.Logs.ReadAsync("acme", "tgi")),
        ["metrics"] = async (client, _) =>
            await client.Metrics.GetAllAsync("acme", "tgi", s_hour),
        ["replica ids"] = async (client, _) =>
            await client.Metrics.GetReplicaIdsAsync("acme", "tgi", s_hour),
        ["open metrics"] = async (client, _) => await client.Metrics.GetOpenMetricsAsync("acme", "tgi"),
        ["replicas"] = async (client, _) => await client.Replicas.ListAsync("acme", "tgi"),
        ["audit"] = async (client, _) => await Expect.AllAsync(client.Audit.ListAsync("acme")),
        ["cidr lists"] = async (client, _) => await client.Network.ListCidrListsAsync("acme"),
        ["domains"] = async (client, _) => await client.Network.ListDomainsAsync("acme"),
        ["private services"] = async (client, _) => await client.Network.ListPrivateServicesAsync("acme", null, null),
        ["generate"] = async (client, at) => await client.GetTextGenerationClient(Target(at, "tgi")).GenerateAsync("hi", Details),
        ["stream"] = async (client, at) =>
            await Expect.AllAsync(client.GetTextGenerationClient(Target(at, "tgi")).StreamAsync("hi", Details)),
        ["complete"] = async (client, at) => await client.GetTextGenerationClient(Target(at, "llama")).GenerateAsync("hi", Details),
        ["stream completion"] = async (client, at) =>
            await Expect.AllAsync(client.GetTextGenerationClient(Target(at, "llama")).StreamAsync("hi", Details)),
        ["chat"] = async (client, at) => await client.GetChatClient(Target(at, "tgi")).CompleteAsync(Chat()),
        ["stream chat"] = async (client, at) => await Expect.AllAsync(client.GetChatClient(Target(at, "llama")).StreamAsync(Chat())),
        ["server info"] = async (client, at) => await client.GetServerInfoClient(Target(at, "tgi")).GetAsync(),
        ["models"] = async (client, at) => await client.GetServerInfoClient(Target(at, "llama")).GetModelsAsync(),
        ["embed"] = async (client, at) => await client.GetEmbeddingClient(Target(at, "tei")).EmbedAsync(["a", "b"]),
        ["embed on llama.cpp"] = async (client, at) =>
            await client.GetEmbeddingClient(Target(at, "llama-embed")).EmbedAsync(["a", "b"]),
        ["rerank"] = async (client, at) => await client.GetRerankClient(Target(at, "rerank")).RankAsync("q", ["a", "b"]),
        ["classify"] = async (client, at) => await RunAsync(client, at, "text-classification", JsonValue.Create("good")),
        ["tokens"] = async (client, at) =>
            await RunAsync(client, at, "token-classification", JsonValue.Create("Sarah lives in London")),
        ["zero-shot"] = async (client, at) => await RunAsync(client, at, "zero-shot-classification", JsonValue.Create("good")),
        ["fill"] = async (client, at) => await RunAsync(client, at, "fill-mask", JsonValue.Create("a [MASK]")),
        ["question"] = async (client, at) => await RunAsync(
            client, at, "question-answering", new JsonObject { ["question"] = "who?", ["context"] = "Sarah lives in London" }),
        ["image"] = async (client, at) => await RunAsync(client, at, "text-to-image", JsonValue.Create("a cat")),
    };

    private readonly Dictionary<string, (int Status, string? Type, byte[] Body)> _recorded = [];
    private Service _service = null!;

    public static TheoryData<string> Calls => [.. s_calls.Keys];

    private static GenerateParameters Details => new() { Details = true, MaxNewTokens = 8 };

    public async Task InitializeAsync()
    {
        _service = await Service.StartAsync(new() { Speed = 0 });
        await PutAsync("tgi", "text-generation", """{"tgi":{"url":"text-generation-inference"} }""");
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

        await _service.Client.Network.SaveCidrListAsync(
            new HfCidrList { Name = "office", Range = ["10.0.0.0/8"], Namespace = "acme" });
        await _service.Client.Network.AddDomainAsync("acme", "models.example.com");
    }

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task NothingButAnErrorOfOursComesOfABrokenAnswer(string call)
    {
        Func<HfClient, Uri, Task<object?>> run = s_calls[call];
        Random? random = null;
        await using var server = new RawServer(async (request, connection) =>
        {
            (int status, string? type, byte[] body) = await RecordAsync(request);
            await connection.AnswerAsync(
                status, random is null ? body : Mutation.Break(body, random), type, random is null ? [] : Headers(random));
        });
        HfClient client = server.Client(options => options with { MaxRetries = 0 });

        // Unbroken, it is answered: the recording is of the route, and not of a refusal.
        NoNulls.Check(await run(client, server.Address).WithinDeadlineAsync());

        for (int seed = 0; seed < Seeds; seed++)
        {
            random = new Random(seed);
            Exception? exception = await Record.ExceptionAsync(
                async () => NoNulls.Check(await run(client, server.Address).WithinDeadlineAsync()));
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
        _service.PutAsync(name, $$"""{"model":{"repository":"me/chat","task":"{{task}}","image":{{image}} } }""");

    private static async Task<object?> RunAsync(HfClient client, Uri at, string task, JsonNode input)
    {
        JsonText? arguments = task == "zero-shot-classification"
            ? JsonText.Parse("""{"candidate_labels":["good","bad"]}""")
            : null;
        return await client.GetTaskClient(Target(at, task)).RunAsync(InferenceTasks.Find(task)!, TaskInput.FromJson(input), arguments);
    }

    private static ChatRequest Chat() => new([new JsonObject { ["role"] = "user", ["content"] = "Hi" }])
    {
        Parameters = new ChatParameters { MaxTokens = 8 },
    };

    private static InferenceTarget Target(Uri server, string name) => new(new Uri(server, $"serve/acme/{name}"), SendToken: true, name);
}
