using System.IO.Compression;
using System.Text;
using HfEndpoints.Client.Batches;
using HfEndpoints.Client.Inference;
using HfEndpoints.Client.Tests;
using Xunit.Abstractions;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace HfEndpoints.Fuzz;

/// <summary>What servers and files send is kept in memory only up to a bound, which counts over all that is in flight.</summary>
public sealed class MemoryTests(ITestOutputHelper output)
{
    private const long MiB = 1 << 20;
    private const int Many = 64;

    [Theory]
    [InlineData(": ping\n\n")]
    [InlineData("\n")]
    [InlineData("event: ping\ndata: {}\n\n")]
    [InlineData("data: {\"token\":{\"id\":1,\"text\":\"\"}}\n\n")]
    [InlineData("data:\n\n")]
    [InlineData("id: 1\nretry: 1\nunknown\n\n")]
    public async Task AStreamTakesTheSameMemoryHoweverLongItIs(string part)
    {
        const int Blocks = 100;
        byte[] block = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(part, 10_000)));
        var inUse = new long[Blocks];
        await using var server = new RawServer(async connection =>
        {
            await connection.BeginAsync("text/event-stream");
            for (int i = 0; i < Blocks; i++)
            {
                await connection.WriteAsync(block);
                inUse[i] = i % 40 == 20 ? MemoryMeter.InUse() : 0;
            }

            await connection.WriteAsync("data: {\"token\":{\"id\":1,\"text\":\"x\"},\"generated_text\":\"x\"}\n\n");
            await connection.CloseAsync();
        });

        string? text = null;
        await foreach (HfGeneratedTextChunk chunk in server.Tgi().StreamAsync("hi"))
        {
            text = chunk.GeneratedText;
        }

        Assert.Equal("x", text);
        long[] samples = [.. inUse.Where(bytes => bytes > 0)];
        Assert.True(samples[^1] - samples[0] < 4 * MiB, string.Join(' ', samples));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("raw deflate")]
    [InlineData("br")]
    public async Task ABombIsAnErrorAndSoAreManyAtOnce(string encoding)
    {
        byte[] bomb = Compress(encoding, 200 * MiB);
        await using var server = new RawServer(connection =>
            connection.AnswerAsync(200, bomb, "application/json", $"Content-Encoding: {encoding.Split(' ')[^1]}"));
        TextGenerationClient client = server.Tgi();

        long peak = await MemoryMeter.PeakAsync(() => Task.WhenAll(Enumerable.Range(0, Many).Select(_ =>
            Expect.FailureAsync(HfErrorKind.InvalidResponse, () => client.GenerateAsync("hi")))));

        output.WriteLine($"{peak / MiB} MiB");
        Assert.True(peak < 600 * MiB, $"{peak / MiB} MiB");
        Assert.Equal(Many, server.Requests.Count);
    }

    [Fact]
    public async Task LongAnswersWaitForEachOther()
    {
        byte[] answer = Encoding.UTF8.GetBytes($$"""{"generated_text":"{{new string('x', 50_000_000)}}"}""");
        await using var server = new RawServer(connection => connection.AnswerAsync(200, answer, "application/json"));
        TextGenerationClient client = server.Tgi();
        long characters = 0;

        long peak = await MemoryMeter.PeakAsync(() => Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
            Interlocked.Add(ref characters, (await client.GenerateAsync("hi")).Text.Length))));

        Assert.Equal(12 * 50_000_000L, characters);
        output.WriteLine($"{peak / MiB} MiB");
        Assert.True(peak < 900 * MiB, $"{peak / MiB} MiB");
    }

    [Fact]
    public async Task ADocumentOfMoreValuesThanAnyAnswerHasIsNotParsed()
    {
        byte[] answer = new byte[80_000_001];
        answer.AsSpan().Fill((byte)',');
        for (int i = 1; i < answer.Length; i += 2)
        {
            answer[i] = (byte)'0';
        }

        (answer[0], answer[^1]) = ((byte)'[', (byte)']');
        await using var server = new RawServer(connection => connection.AnswerAsync(200, answer, "application/json"));

        long peak = await MemoryMeter.PeakAsync(() => Expect.FailureAsync(
            HfErrorKind.InvalidResponse, () => server.Tgi().GenerateAsync("hi")));

        output.WriteLine($"{peak / MiB} MiB");
        Assert.True(peak < 400 * MiB, $"{peak / MiB} MiB");
    }

    [Fact]
    public async Task AnAnswerOfTheServiceIsShorterThanOneOfAModel()
    {
        await using var server = new RawServer(async connection =>
        {
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 40000000\r\n\r\n{");
            await connection.HangAsync();
        });

        await Expect.FailureAsync(HfErrorKind.InvalidResponse, () => server.Client().Endpoints.GetAsync("acme", "e"));
    }

    [Fact]
    public async Task AJobThatIsTooLongPassesThroughAShortBuffer()
    {
        using var folder = new BatchFolder();
        await File.WriteAllTextAsync(
            folder.PathOf("in.jsonl"),
            $$"""
            {"prompt":"{{new string('x', 100_000_000)}}"}
            {"prompt":"hi"}
            """);
        var handler = new Discard();
        HfBatchResult? result = null;

        long allocated = await MemoryMeter.AllocatedAsync(async () => result = await RunAsync(handler, folder));

        Assert.Equal((1, 1, 1), (result!.Succeeded, result.Failed, handler.Received));

        // The file is read to count its jobs too.
        output.WriteLine($"{allocated / MiB} MiB");
        Assert.True(allocated < 250 * MiB, $"{allocated / MiB} MiB");
    }

    [Fact]
    public async Task LongJobsAreNotInMemoryAllAtOnce()
    {
        using var folder = new BatchFolder();
        await using (StreamWriter file = File.CreateText(folder.PathOf("in.jsonl")))
        {
            string prompt = new('x', 20_000_000);
            for (int i = 0; i < 24; i++)
            {
                await file.WriteLineAsync($$"""{"prompt":"{{prompt}}"}""");
            }
        }

        var handler = new Discard();
        HfBatchResult? result = null;

        long peak = await MemoryMeter.PeakAsync(async () =>
            result = await RunAsync(handler, folder));

        Assert.Equal((24, 24), (result!.Succeeded, handler.Received));
        output.WriteLine($"{peak / MiB} MiB");
        Assert.True(peak < 1000 * MiB, $"{peak / MiB} MiB");
    }

    private static Task<HfBatchResult> RunAsync(Discard handler, BatchFolder folder)
    {
        var address = new Uri("http://127.0.0.1/");
        return folder.RunAsync(
            TestClient.For(address, options => options with { HttpClient = new HttpClient(handler) })
                .GetBatchClient(new InferenceTarget(address) { Engine = ServerEngine.Tgi }),
            BatchInput.FromFile(folder.PathOf("in.jsonl")),
            new BatchOptions { ThrottleLimit = Many });
    }

    private static byte[] Compress(string encoding, long length)
    {
        using var compressed = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "gzip" => new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true),
            "deflate" => new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true),
            "br" => new BrotliStream(compressed, CompressionLevel.Fastest, leaveOpen: true),
            _ => new DeflateStream(compressed, CompressionLevel.Optimal, leaveOpen: true),
        })
        {
            stream.Write("{\"generated_text\":\""u8);
            byte[] block = new byte[MiB];
            block.AsSpan().Fill((byte)'x');
            for (long written = 0; written < length; written += block.Length)
            {
                stream.Write(block);
            }

            stream.Write("\"}"u8);
        }

        return compressed.ToArray();
    }

    /// <summary>Answers every request, and keeps nothing of it.</summary>
    private sealed class Discard : HttpMessageHandler
    {
        private int _received;

        public int Received => _received;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await request.Content!.CopyToAsync(Stream.Null, cancellationToken);
            Interlocked.Increment(ref _received);
            return new HttpResponseMessage { Content = new StringContent("""{"generated_text":"x"}"""), RequestMessage = request };
        }
    }
}
