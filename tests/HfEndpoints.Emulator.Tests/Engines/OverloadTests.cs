using System.Net;
using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Tests;

/// <summary>How servers refuse what is too much for them.</summary>
public class OverloadTests
{
    private static readonly TimeSpan s_forever = TimeSpan.FromHours(1);

    [Fact]
    public async Task SglangRefusesWhatItsQueueHasNoPlaceFor()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(options =>
            options with { MaxConcurrent = 1, GenerateTime = s_forever });
        string url = await emulator.DeployAsync(Engines.Endpoint("sglang", change: body =>
            body["model"]!["args"] = new JsonArray("--max-queued-requests", "1")));
        string chat = url + "/v1/chat/completions";
        using var leaving = new CancellationTokenSource();
        Task<Answer> Ask() => emulator.SendAsync(HttpMethod.Post, chat, Engines.Chat().ToJsonString(), cancellationToken: leaving.Token);
        Task<bool> HasLoadAsync(string line) => ContainsAsync(emulator, url + "/metrics", line);

        Task<Answer> running = Ask();
        await Deadline.UntilAsync(() =>
            HasLoadAsync("sglang:num_running_reqs{model_name=\"HuggingFaceTB/SmolLM2-1.7B-Instruct\"} 1"));
        Task<Answer> waiting = Ask();
        await Deadline.UntilAsync(() =>
            HasLoadAsync("sglang:num_queue_reqs{model_name=\"HuggingFaceTB/SmolLM2-1.7B-Instruct\"} 1"));
        Answer whole = await emulator.PostAsync(chat, Engines.Chat());
        Answer stream = await emulator.PostAsync(chat, Engines.Chat(more: """{"stream":true}"""));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, whole.Status);
        Assert.Equal("""{"object":"error","message":"The request queue is full.","type":"503","param":null,"code":503}""", whole.Text);
        Assert.Equal(HttpStatusCode.OK, stream.Status);
        JsonNode error = Engines.Events(stream).Single()["error"]!;
        Assert.Equal("SERVICE_UNAVAILABLE", error["type"]!.GetValue<string>());
        Assert.Equal(503, error["code"]!.GetValue<int>());
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(running, waiting));
    }

    [Fact]
    public async Task TeiCountsTextsAndNotRequests()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(options => options with { GenerateTime = s_forever });
        string url = await emulator.DeployAsync(Engines.Endpoint("tei", "BAAI/bge-small-en-v1.5", "sentence-embeddings", body =>
            body["model"]!["env"] = new JsonObject { ["MAX_CONCURRENT_REQUESTS"] = "5" }));
        using var leaving = new CancellationTokenSource();
        Task<Answer> Ask(string body) => emulator.SendAsync(HttpMethod.Post, url + "/embed", body, cancellationToken: leaving.Token);

        Task<Answer> running = Ask("""{"inputs":["a","b","c"]}""");
        await Deadline.UntilAsync(() => ContainsAsync(emulator, url + "/metrics", "te_request_count 1"));
        Answer tooMany = await Ask("""{"inputs":["a","b","c"]}""");
        Task<Answer> few = Ask("""{"inputs":["a","b"]}""");
        await Deadline.UntilAsync(() => ContainsAsync(emulator, url + "/metrics", "te_request_count 2"));

        Assert.Equal(HttpStatusCode.TooManyRequests, tooMany.Status);
        Assert.Equal("""{"error":"Model is overloaded","error_type":"Overloaded"}""", tooMany.Text);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(running, few));
    }

    [Fact]
    public async Task AServerMayFillItsStreamWithComments()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(
            Engines.Endpoint("llamacpp", change: body => body["tags"] = new JsonArray("emulator:keep-alive")));

        Answer stream = await emulator.PostAsync(url + "/v1/chat/completions", Engines.Chat(more: """{"stream":true,"max_tokens":3}"""));

        Assert.StartsWith(":\n\ndata: {", stream.Text, StringComparison.Ordinal);
    }

    private static async Task<bool> ContainsAsync(TestEmulator emulator, string path, string line) =>
        (await emulator.GetAsync(path)).Text.Contains(line + "\n", StringComparison.Ordinal);
}
