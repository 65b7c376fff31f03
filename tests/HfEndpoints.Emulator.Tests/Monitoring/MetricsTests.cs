using System.Net;
using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Tests;

public class MetricsTests
{
    private const string Demo = "/v2/endpoint/alice/demo";

    [Fact]
    public async Task RequestsAreCountedByStatusAndTime()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Requests.Tgi("demo"));
        for (int i = 0; i < 5; i++)
        {
            await emulator.PostAsync($"{url}/generate", Requests.Prompt("Hello"));
            emulator.Advance(60);
        }

        await emulator.PostAsync($"{url}/generate", Requests.Prompt("Hello", new JsonObject { ["temperature"] = -1 }));

        JsonNode codes = await SeriesAsync(emulator, "response-status-code");
        JsonNode classes = await SeriesAsync(emulator, "response-status-code-grouped");
        JsonNode elapsed = await SeriesAsync(emulator, "response-elapsed");

        Assert.Equal(["200", "422"], codes.AsArray().Select(series => series!["statusCode"]!.GetValue<string>()));
        Assert.Equal([5.0, 1.0], codes.AsArray().Select(series => series!["sum"]!.GetValue<double>()));
        Assert.Equal(5, codes[0]!["data"]!.AsArray().Count(point => point!["y"]!.GetValue<double>() == 1));
        Assert.Equal(["2xx", "4xx"], classes.AsArray().Select(series => series!["statusCode"]!.GetValue<string>()));
        Assert.Equal(["p50", "p90", "p95", "p99"], elapsed.AsArray().Select(series => series!["percentile"]!.GetValue<string>()));
        Assert.All(elapsed.AsArray(), series => Assert.InRange(series!["summary"]!.GetValue<double>(), 1e-6, 30));
    }

    [Fact]
    public async Task LoadIsSeenInPendingRequestsAndHardware()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(options =>
            options with { GenerateTime = TimeSpan.FromMinutes(10) });
        string url = await emulator.DeployAsync(Requests.Vllm("demo", body => body["model"]!["image"] =
            JsonNode.Parse("""{"tgi":{"url":"tgi"}}""")));
        emulator.Advance(600);
        using var stop = new CancellationTokenSource();
        Task<Answer>[] calls = [.. Enumerable.Range(0, 12).Select(_ =>
            emulator.SendAsync(
                HttpMethod.Post, $"{url}/generate", Requests.Prompt("Hello").ToJsonString(), cancellationToken: stop.Token))];
        await Deadline.UntilAsync(async () => Last(await SeriesAsync(emulator, "pending-request")) == 12);
        emulator.Advance(60);

        JsonNode all = (await emulator.PostAsync($"{Demo}/metrics", await emulator.LastHourAsync())).Json;

        Assert.Equal(12, Last(all["pendingRequest"]!["series"]!));
        Assert.Equal(73.5, Last(all["hardwareGpu"]!["series"]!));
        Assert.Equal(0, all["hardwareGpu"]!["series"]![0]!["data"]!.AsArray()[^20]!["y"]!.GetValue<double>());
        Assert.Equal(24.5, Last(all["hardwareCpu"]!["series"]!));
        Assert.Null(all["inference"]);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(calls));
        await Deadline.UntilAsync(async () => (await SeriesAsync(emulator, "response-status-code")).AsArray().Any(series =>
            series!["statusCode"]!.GetValue<string>() == "499" && series["sum"]!.GetValue<double>() == 12));
    }

    [Fact]
    public async Task OnlyTwoEnginesDescribeTheirInside()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.DeployAsync(Requests.Vllm("demo"));
        await emulator.DeployAsync(Requests.Tgi());
        JsonObject window = await emulator.LastHourAsync();

        JsonNode vllm = (await emulator.PostAsync($"{Demo}/metrics", window)).Json;
        JsonNode tgi = (await emulator.PostAsync("/v2/endpoint/alice/tgi/metrics/inference/kv-cache", window)).Json;

        Assert.NotEmpty(vllm["inference"]!["kvCache"]!["series"]!.AsArray());
        Assert.Empty(tgi["series"]!.AsArray());
        Assert.True((await emulator.GetAsync(Demo)).Json["status"]!["inferenceMetricsEnabled"]!.GetValue<bool>());
    }

    [Fact]
    public async Task ReplicasAreShownInTheirStages()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.DeployAsync(Requests.Endpoint());
        JsonObject window = await emulator.LastHourAsync();

        JsonNode ids = (await emulator.PostAsync($"{Demo}/metrics/replica-ids", window)).Json;
        JsonNode status = (await emulator.PostAsync($"{Demo}/metrics/replica-status", window)).Json;
        JsonNode running = (await emulator.PostAsync($"{Demo}/metrics/replica-running", window)).Json;
        window["replicaId"] = "another";
        JsonNode none = (await emulator.PostAsync($"{Demo}/metrics/replica-ids", window)).Json;

        Assert.Single(ids.AsArray());
        Assert.Equal(["pending", "pulling", "downloading", "initializing", "running"], status["series"]!.AsArray().Select(series =>
            series!["stage"]!.GetValue<string>()));
        Assert.Equal(ids[0]!.GetValue<string>(), status["series"]![4]!["data"]![0]!["y"]!.GetValue<string>());
        Assert.Equal(1, running["series"]![2]!["data"]!.AsArray()[^1]!["y"]!.GetValue<double>());
        Assert.Empty(none.AsArray());
    }

    [Theory]
    [InlineData("""{"start":"2024-01-01T00:00:00Z","stop":"2023-01-01T00:00:00Z"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"start":"2024-01-01T00:00:00Z"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"start":"yesterday","stop":"2023-01-01T00:00:00Z"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"start":"2024-01-01T00:00:00Z","stop":"2024-01-01T00:00:00.123456789+01:00"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"start":"2024-01-01T00:00:00Z","stop":"2024-01-01T00:00:00Z"}""", HttpStatusCode.OK)]
    [InlineData("""{"start":"0001-01-01T00:00:00Z","stop":"9999-12-31T23:59:59Z"}""", HttpStatusCode.OK)]
    public async Task TheWindowIsChecked(string window, HttpStatusCode expected)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.DeployAsync(Requests.Endpoint());

        Assert.Equal(expected, (await emulator.PostAsync($"{Demo}/metrics", JsonNode.Parse(window))).Status);
    }

    [Fact]
    public async Task OpenMetricsAreWellFormed()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Requests.Tgi("demo"));
        await emulator.PostAsync($"{url}/generate", Requests.Prompt("Hello"));

        Answer answer = await emulator.GetAsync($"{Demo}/open-metrics");
        string[] lines = answer.Text.Split('\n');

        Assert.Equal("text/plain", answer.ContentType);
        Assert.Equal("# EOF", lines[^2]);
        Assert.Contains("latency_distribution_count 1", lines);
        Assert.Contains(lines, line => line.StartsWith("http_requests_total{replica_id=\"", StringComparison.Ordinal) && line.EndsWith(
            "status_code=\"200\"} 1", StringComparison.Ordinal));
        Assert.All(lines[..^2], line => Assert.Matches(
            @"^(# (HELP|TYPE|UNIT) [a-z_]+ .+|[a-z_]+(\{[a-z_]+=""[^""]*""(,[a-z_]+=""[^""]*"")*\})? [0-9.]+)$", line));
    }

    private static double Last(JsonNode series) => series[0]!["data"]!.AsArray()[^1]!["y"]!.GetValue<double>();

    private static async Task<JsonNode> SeriesAsync(TestEmulator emulator, string graph) =>
        (await emulator.PostAsync($"{Demo}/metrics/{graph}", await emulator.LastHourAsync())).Json["series"]!;
}
