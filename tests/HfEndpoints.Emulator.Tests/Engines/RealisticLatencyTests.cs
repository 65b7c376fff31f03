using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HfEndpoints.Client.Tests;

namespace HfEndpoints.Emulator.Tests;

/// <summary>Answers that take as long as on an accelerator, in simulated time.</summary>
public sealed class RealisticLatencyTests
{
    // 7.6 billion parameters of two bytes on an A10G, by hand: 15.23 GB / (600 GB/s * 0.75), and 15.23 GFLOP / (70 TFLOPS * 0.5).
    private const double Read = 33.847;
    private const double PerToken = 0.4352;

    [Theory]
    [InlineData("nvidia-a10g", 1, Read, PerToken)]
    [InlineData("nvidia-a10g", 4, Read / 4, PerToken / 4)]
    [InlineData("nvidia-a100", 1, 9.960, 0.09764)]
    [InlineData("nvidia-l40s", 1, 23.505, 0.08415)]
    [InlineData("intel-icl", 4, 507.71, 15.231)]
    [InlineData("a-new-one", 1, Read, PerToken)]
    public void TheLatencyIsThatOfTheRoofline(string type, int accelerators, double read, double perToken)
    {
        var latency = AcceleratorLatency.Of(7_615_616_512, 2 * 7_615_616_512.0, type, accelerators);

        Assert.Equal(read, latency.ReadWeights.TotalMilliseconds, 0.01);
        Assert.Equal(perToken, latency.PerToken.TotalMilliseconds, 0.001);
        Assert.Equal(read + (32 * perToken), latency.Step(32).TotalMilliseconds, 0.05);
        Assert.Equal(read + (1000 * perToken), latency.Prefill(1000).TotalMilliseconds, 1.0);
    }

    [Fact]
    public async Task ATokenTakesLongerInALargerBatchAndPromptsAreReadOneAfterTheOther()
    {
        var clock = new ManualTimeProvider();
        await using EmulatorHost emulator = await EmulatorHost.StartAsync(
            new EmulatorOptions { Port = 0, Speed = 0, RealisticLatency = true }, clock);
        using HttpClient client = await DeployAsync(emulator, "Qwen/Qwen2.5-7B-Instruct", mostAtOnce: 2);

        Task<string> alone = CompleteAsync(client, "one two", 3);
        await PassAsync(clock, Read + (2 * PerToken));
        await PassAsync(clock, Read + PerToken);
        await PassAsync(clock, Read + PerToken);
        Assert.Contains("[DONE]", await alone.WithinDeadlineAsync(), StringComparison.Ordinal);

        // Two at once: the second prompt is read after the first, and a step takes longer for both. The third waits for a slot.
        Task<string> first = CompleteAsync(client, "one two", 2);
        TimeSpan prefill = await clock.TimerAsync(left => IsAbout(left, Read + (2 * PerToken)));
        Task<string> second = CompleteAsync(client, "one two three", 2);
        await clock.TimerAsync(left => IsAbout(left, (2 * Read) + (5 * PerToken)));
        clock.Advance(prefill);
        await PassAsync(clock, Read + (2 * PerToken));
        await first.WithinDeadlineAsync();
        Assert.False(second.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));
        await second.WithinDeadlineAsync();
    }

    [Fact]
    public async Task AWholeAnswerTakesTheSameTime()
    {
        var clock = new ManualTimeProvider();
        await using EmulatorHost emulator = await EmulatorHost.StartAsync(
            new EmulatorOptions { Port = 0, Speed = 0, RealisticLatency = true }, clock);

        // The size is only in its name.
        using HttpClient client = await DeployAsync(emulator, "acme/tuned-15.2B-chat", mostAtOnce: 2);

        Task<string> answer = CompleteAsync(client, "one two", 2, isStreamed: false);

        await PassAsync(clock, 15.2 / 7.6156 * (Read + (2 * PerToken)));
        Assert.False(answer.IsCompleted);
        await PassAsync(clock, 15.2 / 7.6156 * (Read + PerToken));
        await answer.WithinDeadlineAsync();
    }

    private static async Task<HttpClient> DeployAsync(EmulatorHost emulator, string repository, int mostAtOnce)
    {
        var client = new HttpClient { BaseAddress = emulator.Address, Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestEmulator.Token);
        JsonObject body = Requests.Vllm("chat", endpoint =>
        {
            endpoint["compute"]!["instanceType"] = "nvidia-a10g";
            endpoint["model"]!["repository"] = repository;
            endpoint["model"]!["args"] = new JsonArray("--max-num-seqs", $"{mostAtOnce}");
        });
        (await client.PostAsJsonAsync("/v2/endpoint/alice", body)).EnsureSuccessStatusCode();
        emulator.Advance(TimeSpan.FromMinutes(5));
        return client;
    }

    private static async Task<string> CompleteAsync(HttpClient client, string prompt, int tokens, bool isStreamed = true)
    {
        HttpResponseMessage response = await client.PostAsJsonAsync(
            "/serve/alice/chat/v1/completions", new { prompt, max_tokens = tokens, stream = isStreamed });
        string text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? text : throw new InvalidOperationException(text);
    }

    // A timer has whole milliseconds; what it is early, the next one makes up for.
    private static Task<TimeSpan> PassAsync(ManualTimeProvider clock, double milliseconds) =>
        clock.PassAsync((milliseconds - 1.1) / 1000, (milliseconds + 1.1) / 1000);

    private static bool IsAbout(TimeSpan time, double milliseconds) => Math.Abs(time.TotalMilliseconds - milliseconds) < 1.1;
}
