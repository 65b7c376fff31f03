using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using HfEndpoints.Client.Batches;
using Parquet;
using Parquet.Schema;
using Parquet.Serialization;

namespace HfEndpoints.Client.Tests;

public sealed class BatchInputFormatTests : IAsyncLifetime, IDisposable
{
    private readonly BatchFolder _folder = new();
    private Service? _service;

    private BatchClient Client => BatchFolder.Client(_service!);

    public async Task InitializeAsync() => _service = await BatchFolder.StartAsync();

    public async Task DisposeAsync() => await _service!.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("in.jsonl.gz", "gzip")]
    [InlineData("in.jsonl", "gzip")]
    [InlineData("in.jsonl.gz", "twice")]
    [InlineData("in.jsonl.gz", "plain")]
    [InlineData("in.jsonl.zst", "zstd")]
    [InlineData("in.ndjson", "zstd")]
    public async Task ACompressedFileIsKnownByItsContent(string name, string compression)
    {
        string path = Write(name, Compress(Lines(1, 500), compression, Lines(501, 500)));

        HfBatchResult result = await _folder.RunAsync(Client, BatchInput.FromFile(path));

        Assert.Equal(compression == "twice" ? 1000 : 500, result.Succeeded);
        Assert.Equal(0, (await _folder.RunAsync(Client, BatchInput.FromFile(path))).Succeeded);
    }

    [Fact]
    public async Task ACompressedTableInAnotherEncodingIsRead()
    {
        string path = Write("in.csv.gz", Compress(Encoding.Unicode.GetBytes("prompt\nÄpfel\n\"zwei\nZeilen\"\n"), "gzip"));

        HfBatchResult result = await _folder.RunAsync(Client, BatchInput.FromFile(path, null, Encoding.Unicode));

        Assert.Equal(2, result.Succeeded);
        Assert.Contains("Äpfel", (await _service!.RequestsAsync("POST")).Select(request => request["body"]!["inputs"]!.ToString()));
    }

    [Theory]
    [InlineData("gzip", 10)]
    [InlineData("gzip", 100)]
    [InlineData("twice", 20)]
    [InlineData("zstd", 10)]
    [InlineData("zstd", 100)]
    public async Task AFileThatBreaksOffIsAnError(string compression, int missing)
    {
        byte[] whole = Compress(Lines(1, 500), compression, Lines(501, 500));
        string path = Write("in.jsonl.gz", whole[..^missing]);

        HfException error = await Expect.FailureAsync(
            HfErrorKind.InvalidFile, () => _folder.RunAsync(Client, BatchInput.FromFile(path)));

        Assert.Contains("in.jsonl.gz", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALineThatInflatesWithoutEndIsNotGatheredInMemory()
    {
        string path = Write("in.jsonl.gz", Compress([.. "\"one\"\n"u8, .. new byte[80 << 20]], "gzip"));
        long before = GC.GetTotalAllocatedBytes();

        HfBatchResult result = await _folder.RunAsync(Client, BatchInput.FromFile(path));

        Assert.Equal((1, 1), (result.Succeeded, result.Failed));
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 400 << 20);
    }

    [Theory]
    [InlineData("out.jsonl.gz")]
    [InlineData("out.zst")]
    public async Task ACompressedOutputIsRefused(string name)
    {
        BatchInput input = _folder.WriteJobs(1);
        await Expect.FailureAsync(HfErrorKind.InvalidRequest, () => Client.RunAsync(input, _folder.PathOf(name)));
        await Expect.FailureAsync(
            HfErrorKind.InvalidRequest,
            () => Client.RunAsync(input, _folder.OutPath, new BatchOptions { ErrorPath = _folder.PathOf(name) }));
        Assert.Equal(["in.jsonl"], Directory.GetFiles(Path.GetDirectoryName(_folder.OutPath)!).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData(CompressionMethod.None)]
    [InlineData(CompressionMethod.Snappy)]
    [InlineData(CompressionMethod.Zstd)]
    [InlineData(CompressionMethod.Gzip)]
    [InlineData(CompressionMethod.LZ4)]
    public async Task ColumnsOfParquetAreTheMembersOfJobs(CompressionMethod compression)
    {
        await WriteParquetAsync("in.parquet", compression);

        HfBatchResult result = await _folder.RunAsync(Client, BatchInput.FromFile(_folder.PathOf("in.parquet")));

        Assert.Equal((10, 0), (result.Succeeded, result.Failed));
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], _folder.Ids.Order());
        JsonNode body = (await _service!.RequestsAsync("POST"))
            .Select(request => request["body"]!).Single(one => one["inputs"]!.ToString() == "I am 3");
        Assert.Equal("""{"inputs":"I am 3","parameters":{"seed":7,"max_new_tokens":2}}""", body.ToJsonString());
        Assert.Equal(10, (await _folder.RunAsync(Client, BatchInput.FromFile(_folder.PathOf("in.parquet")))).Skipped);
        Assert.True((await BatchOutput.TestAsync(BatchInput.FromFile(_folder.PathOf("in.parquet")), [_folder.OutPath])).Complete);
    }

    [Fact]
    public async Task ParquetIsKnownByItsContentAndSplitByItsRows()
    {
        await WriteParquetAsync("in.data", CompressionMethod.Snappy);

        HfBatchResult result = await _folder.RunAsync(
            Client, BatchInput.FromFile(_folder.PathOf("in.data")), new BatchOptions { Shard = HfBatchShard.Parse("2/3") });

        Assert.Equal((3, 3), (result.Total, result.Succeeded));
        Assert.Equal(["1", "4", "7"], _folder.Ids.Order());
    }

    [Fact]
    public async Task ANestedColumnIsRefusedOnlyIfTheJobsNeedIt()
    {
        var schema = new ParquetSchema(new DataField<string>("prompt"), new ListField("tags", new DataField<int>("element")));
        await WriteAsync("ok.parquet", schema, [new Dictionary<string, object?> { ["prompt"] = "a", ["tags"] = new List<int> { 1 } }]);
        Assert.Equal(1, (await _folder.RunAsync(Client, BatchInput.FromFile(_folder.PathOf("ok.parquet")))).Succeeded);

        schema = new ParquetSchema(new DataField<string>("id"), new ListField("messages", new DataField<int>("element")));
        await WriteAsync("no.parquet", schema, [new Dictionary<string, object?> { ["id"] = "a", ["messages"] = new List<int> { 1 } }]);
        HfException error = await Expect.FailureAsync(
            HfErrorKind.InvalidFile, () => Client.RunAsync(BatchInput.FromFile(_folder.PathOf("no.parquet")), _folder.PathOf("no.jsonl")));
        Assert.Contains("'messages'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADamagedParquetFileIsAnError()
    {
        await WriteParquetAsync("in.parquet", CompressionMethod.Snappy);
        byte[] bytes = File.ReadAllBytes(_folder.PathOf("in.parquet"));
        File.WriteAllBytes(_folder.PathOf("short.parquet"), bytes[..^20]);
        Array.Fill(bytes, (byte)0xFF, 4, 60);
        File.WriteAllBytes(_folder.PathOf("bad.parquet"), bytes);
        File.WriteAllText(_folder.PathOf("text.parquet"), "{}");
        foreach (string name in new[] { "short.parquet", "bad.parquet", "text.parquet" })
        {
            await Expect.FailureAsync(
                HfErrorKind.InvalidFile, () => Client.RunAsync(BatchInput.FromFile(_folder.PathOf(name)), _folder.PathOf("x.jsonl")));
        }

        File.WriteAllText(_folder.PathOf("in.parquet.gz"), "");
        Assert.Equal(
            HfErrorKind.InvalidRequest, Assert.Throws<HfException>(() => BatchInput.FromFile(_folder.PathOf("in.parquet.gz"))).Kind);
    }

    // Ten rows in row groups of four.
    private Task WriteParquetAsync(string name, CompressionMethod compression)
    {
        var schema = new ParquetSchema(
            new DataField<long>("id"), new DataField<string>("Prompt"), new DataField<int?>("parameters.max_new_tokens"),
            new DataField<string>("parameters"), new DataField<DateTime>("written_at"));
        return WriteAsync(name, schema, [.. Enumerable.Range(0, 10).Select(i => new Dictionary<string, object?>
        {
            ["id"] = (long)i,
            ["Prompt"] = $"I am {i}",
            ["parameters.max_new_tokens"] = i % 2 == 1 ? 2 : null,
            ["parameters"] = i == 3 ? """{"seed":7}""" : null,
            ["written_at"] = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc),
        })], compression);
    }

    private async Task WriteAsync(
        string name, ParquetSchema schema, IReadOnlyCollection<IDictionary<string, object?>> rows, CompressionMethod compression = default)
    {
        using FileStream file = File.Create(_folder.PathOf(name));
        await ParquetSerializer.SerializeUntypedAsync(
            rows, schema, file, new ParquetOptions { RowGroupSize = 4, CompressionMethod = compression });
    }

    private string Write(string name, byte[] content)
    {
        File.WriteAllBytes(_folder.PathOf(name), content);
        return _folder.PathOf(name);
    }

    private static byte[] Lines(int first, int count) => Encoding.UTF8.GetBytes(string.Concat(
        Enumerable.Range(first, count).Select(i => $$"""{"id":"{{Guid.NewGuid()}}","prompt":"I am {{i}}"}""" + "\n")));

    private static byte[] Compress(byte[] content, string compression, byte[]? more = null)
    {
        switch (compression)
        {
            case "zstd":
                using (var compressor = new ZstdSharp.Compressor())
                {
                    return compressor.Wrap(content).ToArray();
                }

            case "twice":
                return [.. Compress(content, "gzip"), .. Compress(more!, "gzip")];
            case "gzip":
                var stream = new MemoryStream();
                using (var gzip = new GZipStream(stream, CompressionLevel.Optimal))
                {
                    gzip.Write(content);
                }

                return stream.ToArray();
            default:
                return content;
        }
    }
}
