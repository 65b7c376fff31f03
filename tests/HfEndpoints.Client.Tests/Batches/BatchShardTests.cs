using System.Text.Json.Nodes;
using HfEndpoints.Client.Batches;

namespace HfEndpoints.Client.Tests;

public sealed class BatchShardTests : IAsyncLifetime, IDisposable
{
    private readonly BatchFolder _folder = new();
    private Service? _service;

    private BatchClient Client => BatchFolder.Client(_service!);

    public async Task InitializeAsync() => _service = await BatchFolder.StartAsync();

    public async Task DisposeAsync() => await _service!.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("0/8")]
    [InlineData("9/8")]
    [InlineData("-1/8")]
    [InlineData("a/b")]
    [InlineData("3")]
    [InlineData("3/8/9")]
    [InlineData("")]
    [InlineData("1/0")]
    [InlineData("1/100001")]
    public void WhatIsNoShardIsRefused(string text) =>
        Assert.Equal(HfErrorKind.InvalidRequest, Assert.Throws<HfException>(() => HfBatchShard.Parse(text)).Kind);

    [Fact]
    public void EachPositionIsInOneShardAndTheCountsAddUp()
    {
        for (long total = 0; total < 40; total++)
        {
            HfBatchShard[] shards = [.. Enumerable.Range(1, 7).Select(index => new HfBatchShard(index, 7))];
            for (long position = 1; position <= total; position++)
            {
                Assert.Single(shards, shard => shard.Contains(position));
            }

            Assert.Equal(total, shards.Sum(shard => shard.CountOf(total)));
        }

        Assert.Equal(new HfBatchShard(3, 8), HfBatchShard.Parse(" 3 / 8 "));
        Assert.Equal("3/8", HfBatchShard.Parse("3/8").ToString());
    }

    [Theory]
    [InlineData("in.jsonl")]
    [InlineData("in.csv")]
    public async Task AllShardsTogetherAreTheBatch(string name)
    {
        // Lines are not positions: of blank lines, and of line feeds within a field.
        BatchInput input = name == "in.csv"
            ? _folder.Write(name, ["prompt", .. Enumerable.Range(1, 20).Select(i => $"\"I am\n{i}\"")])
            : _folder.Write(name, [.. Enumerable.Range(1, 20).SelectMany(i => new[] { $"\"I am {i}\"", "" })]);
        string[] outputs = [.. Enumerable.Range(1, 3).Select(index => _folder.PathOf($"out.{index}.jsonl"))];
        for (int index = 1; index <= 3; index++)
        {
            HfBatchResult result = await RunAsync(input, outputs[index - 1], $"{index}/3");
            Assert.Equal(new HfBatchShard(index, 3).CountOf(20), result.Total);
            Assert.Equal(result.Total, result.Succeeded);
        }

        string[] lines = [.. outputs.SelectMany(File.ReadAllLines)];
        Assert.Equal(20, lines.Select(line => JsonNode.Parse(line)!["id"]!.ToString()).Distinct().Count());
        Assert.Equal(20, (await _service!.RequestsAsync("POST")).Count);

        // The whole is an output of the batch that is not split.
        File.WriteAllLines(_folder.OutPath, lines);
        HfBatchResult whole = await _folder.RunAsync(Client, input);
        Assert.Equal((0, 20, 0), (whole.Succeeded, whole.Skipped, whole.Unknown));
        Assert.True((await BatchOutput.TestAsync(input, outputs)).Complete);
        Assert.True((await BatchOutput.TestAsync(input, [_folder.OutPath], new BatchOptions())).Complete);
    }

    [Fact]
    public async Task PipedJobsAreSplitByTheirPosition()
    {
        HfBatchResult result = await RunAsync(BatchInput.FromJobs(Jobs()), _folder.OutPath, "2/3");

        Assert.Equal((3, 3), (result.Total, result.Succeeded));
        Assert.Equal(["2", "5", "8"], _folder.Ids.Order());
        HfException error = await Expect.FailureAsync(
            HfErrorKind.OutputMismatch, () => RunAsync(BatchInput.FromJobs(Jobs()), _folder.OutPath, "1/3"));
        Assert.Contains("shard 2/3", error.Message, StringComparison.Ordinal);

        static async IAsyncEnumerable<string> Jobs()
        {
            for (int i = 1; i <= 8; i++)
            {
                await Task.Yield();
                yield return $$"""{"prompt":"I am {{i}}"}""";
            }
        }
    }

    [Fact]
    public async Task AShardContinues()
    {
        BatchInput input = _folder.WriteJobs(20);
        await RunAsync(input, _folder.OutPath, "2/2");
        File.WriteAllLines(_folder.OutPath, _folder.Lines.Take(4));

        HfBatchResult result = await RunAsync(input, _folder.OutPath, "2/2");

        Assert.Equal((10, 6, 4), (result.Total, result.Succeeded, result.Skipped));
        Assert.Equal(10, _folder.Ids.Distinct().Count());
        Assert.Equal(0, (await RunAsync(_folder.WriteJobs(21), _folder.OutPath, "2/2")).Succeeded);
        Assert.Equal(1, (await RunAsync(_folder.WriteJobs(22), _folder.OutPath, "2/2")).Succeeded);
        BatchPlan plan = await BatchClient.PlanAsync(
            _folder.WriteJobs(24), _folder.OutPath, new BatchOptions { Shard = HfBatchShard.Parse("2/2") });
        Assert.Equal((12, 11), (plan.Total, plan.Done));
    }

    [Theory]
    [InlineData("2/4", "1/4", "shard 2/4")]
    [InlineData("1/4", "1/2", "shard 1/4")]
    [InlineData(null, "1/2", "not split")]
    public async Task TheOutputOfAnotherShardIsRefused(string? first, string second, string reason)
    {
        BatchInput input = _folder.WriteJobs(8);
        await RunAsync(input, _folder.OutPath, first);
        await _service!.ForgetRequestsAsync();

        HfException error = await Expect.FailureAsync(HfErrorKind.OutputMismatch, () => RunAsync(input, _folder.OutPath, second));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Empty(await _service.RequestsAsync());
    }

    [Fact]
    public async Task TheSameShardOfAnotherInputIsRefused()
    {
        await RunAsync(_folder.Write("a.jsonl", "\"a\"", "\"b\"", "\"c\""), _folder.OutPath, "2/2");

        HfException error = await Expect.FailureAsync(
            HfErrorKind.OutputMismatch, () => RunAsync(_folder.Write("b.jsonl", "\"x\"", "\"b\"", "\"c\""), _folder.OutPath, "2/2"));

        Assert.Contains("another input", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AShardOfFewerJobsThanShardsIsEmpty()
    {
        BatchInput input = _folder.WriteJobs(2);
        HfBatchResult result = await RunAsync(input, _folder.OutPath, "3/3");

        Assert.Equal((0, 0), (result.Total, result.Succeeded));
        Assert.Empty(_folder.Lines);
        Assert.Equal((0, 0), ((await RunAsync(_folder.Write("no.jsonl"), _folder.OutPath, "1/3")).Total, result.Failed));
    }

    private Task<HfBatchResult> RunAsync(BatchInput input, string outPath, string? shard)
    {
        HfBatchShard? part = shard is null ? null : HfBatchShard.Parse(shard);
        return Client.RunAsync(input, outPath, new BatchOptions { Shard = part, RetryDelay = TimeSpan.FromMilliseconds(1) });
    }
}
