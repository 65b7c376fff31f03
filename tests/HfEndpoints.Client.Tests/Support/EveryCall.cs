using System.Text.Json.Nodes;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

/// <summary>A call of every route by its name, and the endpoints that a service needs to answer them.</summary>
internal static class EveryCall
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    // A broken answer may say that the endpoint is not ready yet.
    private static readonly InferenceOptions s_impatient = new() { ColdStartTimeout = TimeSpan.Zero };

    private static readonly MetricsQuery s_hour = new(s_now.AddHours(-1), s_now);

    public static Dictionary<string, Func<HfClient, Uri, Task<object?>>> ByName { get; } = new()
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
        ["generate"] = async (client, at) =>
            await client.GetTextGenerationClient(Target(at, "tgi")).GenerateAsync("hi", Details, s_impatient),
        ["stream"] = async (client, at) =>
            await Expect.AllAsync(client.GetTextGenerationClient(Target(at, "tgi")).StreamAsync("hi", Details, s_impatient)),
        ["complete"] = async (client, at) =>
            await client.GetTextGenerationClient(Target(at, "llama")).GenerateAsync("hi", Details, s_impatient),
        ["stream completion"] = async (client, at) =>
            await Expect.AllAsync(client.GetTextGenerationClient(Target(at, "llama")).StreamAsync("hi", Details, s_impatient)),
        ["chat"] = async (client, at) => await client.GetChatClient(Target(at, "tgi")).CompleteAsync(Chat(), s_impatient),
        ["stream chat"] = async (client, at) =>
            await Expect.AllAsync(client.GetChatClient(Target(at, "llama")).StreamAsync(Chat(), s_impatient)),
        ["server info"] = async (client, at) => await client.GetServerInfoClient(Target(at, "tgi")).GetAsync(s_impatient),
        ["models"] = async (client, at) => await client.GetServerInfoClient(Target(at, "llama")).GetModelsAsync(s_impatient),
        ["embed"] = async (client, at) => await client.GetEmbeddingClient(Target(at, "tei")).EmbedAsync(["a", "b"], options: s_impatient),
        ["embed on llama.cpp"] = async (client, at) =>
            await client.GetEmbeddingClient(Target(at, "llama-embed")).EmbedAsync(["a", "b"], options: s_impatient),
        ["rerank"] = async (client, at) =>
            await client.GetRerankClient(Target(at, "rerank")).RankAsync("q", ["a", "b"], options: s_impatient),
        ["classify"] = async (client, at) => await RunAsync(client, at, "text-classification", JsonValue.Create("good")),
        ["tokens"] = async (client, at) =>
            await RunAsync(client, at, "token-classification", JsonValue.Create("Sarah lives in London")),
        ["zero-shot"] = async (client, at) => await RunAsync(client, at, "zero-shot-classification", JsonValue.Create("good")),
        ["fill"] = async (client, at) => await RunAsync(client, at, "fill-mask", JsonValue.Create("a [MASK]")),
        ["question"] = async (client, at) => await RunAsync(
            client, at, "question-answering", new JsonObject { ["question"] = "who?", ["context"] = "Sarah lives in London" }),
        ["image"] = async (client, at) => await RunAsync(client, at, "text-to-image", JsonValue.Create("a cat")),
    };

    private static GenerateParameters Details => new() { Details = true, MaxNewTokens = 8 };

    public static async Task PrepareAsync(Service service)
    {
        await PutAsync(service, "tgi", "text-generation", """{"tgi":{"url":"text-generation-inference"} }""");
        await service.PutAsync("idle");
        await PutAsync(service, "llama", "text-generation", """
            {"llamacpp":{"url":"ghcr.io/ggml-org/llama.cpp:server","modelPath":"m.gguf"} }
            """);
        await PutAsync(service, "llama-embed", "sentence-embeddings", """
            {"llamacpp":{"url":"ghcr.io/ggml-org/llama.cpp:server","modelPath":"m.gguf","mode":"embeddings"} }
            """);
        await PutAsync(service, "tei", "sentence-embeddings", """{"tei":{"url":"ghcr.io/huggingface/text-embeddings-inference:1.9"} }""");
        await PutAsync(service, "rerank", "text-ranking", """{"tei":{"url":"ghcr.io/huggingface/text-embeddings-inference:1.9"} }""");
        foreach (string task in (string[])["text-classification", "token-classification", "zero-shot-classification",
            "fill-mask", "question-answering", "text-to-image"])
        {
            await PutAsync(service, task, task, """{"huggingface":{} }""");
        }

        await service.Client.Network.SaveCidrListAsync(
            new HfCidrList { Name = "office", Range = ["10.0.0.0/8"], Namespace = "acme" });
        await service.Client.Network.AddDomainAsync("acme", "models.example.com");
    }

    private static Task PutAsync(Service service, string name, string task, string image) =>
        service.PutAsync(name, $$"""{"model":{"repository":"me/chat","task":"{{task}}","image":{{image}} } }""");

    private static async Task<object?> RunAsync(HfClient client, Uri at, string task, JsonNode input)
    {
        JsonText? arguments = task == "zero-shot-classification"
            ? JsonText.Parse("""{"candidate_labels":["good","bad"]}""")
            : null;
        return await client.GetTaskClient(Target(at, task))
            .RunAsync(InferenceTasks.Find(task)!, TaskInput.FromJson(input), arguments, s_impatient);
    }

    private static ChatRequest Chat() => new([new JsonObject { ["role"] = "user", ["content"] = "Hi" }])
    {
        Parameters = new ChatParameters { MaxTokens = 8 },
    };

    private static InferenceTarget Target(Uri server, string name) => new(new Uri(server, $"serve/acme/{name}"), SendToken: true, name);
}
