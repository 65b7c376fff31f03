using System.Text;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

/// <summary>A load test is kept as JSON, and a later one is compared with it.</summary>
public sealed class LoadBaselineTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task WhatIsWrittenIsRead()
    {
        List<HfPerformanceStage> stages = await MeasureAsync(50, [], 1, 4);

        await File.WriteAllTextAsync(_path, LoadTestReport.ToJson(stages, DateTimeOffset.UnixEpoch));
        IReadOnlyList<HfPerformanceStage> read = await LoadTestReport.ReadAsync(_path);

        Assert.Equal(2, read.Count);
        Assert.All(stages.Zip(read), pair =>
        {
            // Lists are equal only if they are the same list.
            Assert.Equal(pair.First.Throughput, pair.Second.Throughput);
            Assert.Equal($"{pair.First.Errors}", $"{pair.Second.Errors}");
            Assert.Equal(pair.First, pair.Second with { Throughput = pair.First.Throughput, Errors = pair.First.Errors });
        });
        string json = await File.ReadAllTextAsync(_path);
        Assert.Contains("\"kind\": \"hf-load-test\"", json, StringComparison.Ordinal);
        Assert.Contains("\"p50\": 50", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AStageIsComparedWithTheOneOfTheSameLoad()
    {
        List<HfPerformanceStage> before = await MeasureAsync(50, [], 1, 4);

        List<HfPerformanceStage> stages = await MeasureAsync(60, before, 1, 2, 4);

        Assert.Null(stages[1].Change);
        Assert.Same(before[1], stages[2].Change!.Baseline);
        Assert.All(new[] { stages[0].Change!, stages[2].Change! }, change =>
        {
            Assert.Equal(0.2, change.LatencyP50!.Value, 0.005);
            Assert.Equal(0.2, change.LatencyP99!.Value, 0.005);
            Assert.Equal(0.2, change.TimeToFirstTokenP99!.Value, 0.005);
            Assert.Equal(-1 / 6.0, change.RequestsPerSecond!.Value, 0.005);
            Assert.Equal(-1 / 6.0, change.OutputTokensPerSecond!.Value, 0.005);
            Assert.Equal(0.2, change.UsdPerMillionOutputTokens!.Value, 0.005);
            Assert.Null(change.InterTokenLatencyP50);
            Assert.Equal("throughput -17 %, p99 +20 %", $"{change}");
        });

        // A baseline of a baseline is not kept.
        Assert.DoesNotContain("change", LoadTestReport.ToJson(stages, DateTimeOffset.UnixEpoch), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task ABaselineWithNothingToCompareIsRefusedBeforeAnythingIsSent()
    {
        List<HfPerformanceStage> before = await MeasureAsync(50, [], 1, 4);
        HfPerformanceStage rate = before[0] with { Concurrency = null, RequestRate = 2 };
        List<HfPerformanceStage> others = [before[0] with { Endpoint = "a" }, before[0] with { Endpoint = "b" }];

        HfException loads = await Expect.FailureAsync(HfErrorKind.InvalidRequest, () => MeasureAsync(50, before, 2, 8));
        HfException kind = await Expect.FailureAsync(HfErrorKind.InvalidRequest, () => MeasureAsync(50, [rate], 1));
        HfException endpoints = await Expect.FailureAsync(HfErrorKind.InvalidRequest, () => MeasureAsync(50, others, 1));
        HfException task = await Expect.FailureAsync(
            HfErrorKind.InvalidRequest, () => MeasureAsync(50, [before[0] with { Task = "feature-extraction" }], 1));

        Assert.Contains("It has 1, 4.", loads.Message, StringComparison.Ordinal);
        Assert.Contains("It has 2/s.", kind.Message, StringComparison.Ordinal);
        Assert.Contains("no test of 'e', but of a, b.", endpoints.Message, StringComparison.Ordinal);
        Assert.Contains("a test of feature-extraction, and this one of chat", task.Message, StringComparison.Ordinal);

        // One other endpoint is meant, as for the choice between two machines.
        Assert.NotNull((await MeasureAsync(50, others[..1], 1))[0].Change);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not JSON")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"kind":"hf-load-test","stages":[]}""")]
    [InlineData("""{"kind":"hf-load-test","stages":[{"endpoint":"e"}]}""")]
    [InlineData("""{"kind":"hf-load-test","stages":[{"endpoint":"e","task":"chat","stage":1}]}""")]
    [InlineData("""{"kind":"hf-load-test","stages":[null]}""")]
    [InlineData("""{"kind":"hf-load-test","stages":[{"endpoint":"e","task":"chat","stage":1,"concurrency":1,"duration":"long"}]}""")]
    [InlineData("""{"kind":"another","stages":[{"endpoint":"e","task":"chat","stage":1,"concurrency":1}]}""")]
    public async Task AFileOfAnotherKindIsRefused(string content)
    {
        await File.WriteAllTextAsync(_path, content);

        HfException failure = await Expect.FailureAsync(HfErrorKind.InvalidFile, () => LoadTestReport.ReadAsync(_path));

        Assert.Contains("is not the JSON report of a load test", failure.Message, StringComparison.Ordinal);
    }

    // Whatever is read can be compared with, shown and kept.
    [Fact]
    public async Task ABrokenFileIsUsedOrRefused()
    {
        List<HfPerformanceStage> stages = await MeasureAsync(50, [], 1, 4);
        byte[] whole = Encoding.UTF8.GetBytes(LoadTestReport.ToJson(stages, DateTimeOffset.UnixEpoch));
        int used = 0;
        for (int seed = 0; seed < 2000; seed++)
        {
            await File.WriteAllBytesAsync(_path, Mutation.Break(whole, new Random(seed)));
            try
            {
                IReadOnlyList<HfPerformanceStage> read = await LoadTestReport.ReadAsync(_path);
                List<HfPerformanceStage> compared = await MeasureAsync(50, read, 1, 4);
                Assert.NotEmpty(LoadTestReport.ToHtml(compared, DateTimeOffset.UnixEpoch));
                Assert.NotEmpty(LoadTestReport.ToHtml(read, DateTimeOffset.UnixEpoch));
                Assert.NotEmpty(LoadTestReport.ToJson(read, DateTimeOffset.UnixEpoch));
                used++;
            }
            catch (HfException exception) when (exception.Kind is HfErrorKind.InvalidFile or HfErrorKind.InvalidRequest)
            {
                // What it says is tried above.
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Seed {seed}: {await File.ReadAllTextAsync(_path)}", exception);
            }
        }

        Assert.InRange(used, 100, 1900);
    }

    [Fact]
    public Task AFileThatIsNotThereIsRefused() =>
        Expect.FailureAsync(HfErrorKind.FileNotRead, () => LoadTestReport.ReadAsync(_path + ".none"));

    private static Task<List<HfPerformanceStage>> MeasureAsync(
        double milliseconds, IReadOnlyList<HfPerformanceStage> baseline, params int[] concurrency) => new SimulatedLoad
        {
            Options = new LoadTestOptions
            {
                Concurrency = concurrency,
                Count = 20,
                WarmUp = 1,
                Baseline = baseline,
                UsdPerHour = 1,
            },
            Answer = async (server, number, timing, stop) =>
            {
                await server.PassAsync(milliseconds, stop).ConfigureAwait(false);
                timing.Piece();
                (timing.InputTokens, timing.OutputTokens) = (3, 7);
            },
        }.RunAsync();
}
