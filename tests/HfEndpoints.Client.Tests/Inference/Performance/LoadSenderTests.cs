using System.Text.Json.Nodes;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

public sealed class LoadSenderTests
{
    private const int Requests = 100;
    private const int Pieces = 5;

    [Fact]
    public async Task WhatIsReportedIsWhatTheServerDid()
    {
        var clock = new StampedClock();
        double[] firsts = [.. Enumerable.Range(0, Requests).Select(number => 80 + (number * 37 % 100 * 2.0))];
        double[] gaps = [.. Enumerable.Range(0, Requests).Select(number => 5 + (number * 53 % 100 * 0.3))];
        int answered = 0;
        await using var server = new RawServer(async (request, connection) =>
        {
            await connection.BeginChunkedAsync("text/event-stream");
            int number = answered++;
            for (int piece = 0; piece < Pieces; piece++)
            {
                // Time passes here alone, and only when the client has seen what was sent before.
                clock.Advance(TimeSpan.FromMilliseconds(piece == 0 ? firsts[number] : gaps[number]));
                Task seen = clock.NextStampAsync();
                await connection.ChunkAsync(Event("""{"choices":[{"index":0,"delta":{"content":"a "}}]}"""));
                await seen.WithinDeadlineAsync();
            }

            await connection.ChunkAsync(
                Event("""{"choices":[{"index":0,"delta":{},"finish_reason":"length"}]}""")
                + Event("""{"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":5,"total_tokens":14}}""")
                + Event("[DONE]"));
            await connection.EndChunksAsync();
        });

        HfPerformanceStage stage = await RunAsync(server, clock, Requests, new LoadPrompts(["Hello"]));

        Check(firsts, stage.TimeToFirstToken);
        Check([.. gaps.SelectMany(gap => Enumerable.Repeat(gap, Pieces - 1))], stage.InterTokenLatency);
        Check([.. firsts.Zip(gaps, (first, gap) => first + (gap * (Pieces - 1)))], stage.Latency);
        Assert.Equal((Requests, 0L), (stage.Succeeded, stage.Failed));
        Assert.Equal((Requests * 9L, Requests * 5L), (stage.InputTokens, stage.OutputTokens));
        JsonNode body = server.Requests[^1].Json!;
        Assert.Equal(7, (int)body["max_tokens"]!);
        Assert.True((bool)body["stream_options"]!["include_usage"]!);
        Assert.Equal("Hello", (string)body["messages"]![0]!["content"]!);

        static void Check(double[] did, HfLatency? told)
        {
            double[] sorted = [.. did.Order()];
            Assert.Equal(did.Length, told!.Count);
            Assert.Equal(did.Average(), told.Mean.TotalMilliseconds, did.Average() * 0.02);
            Assert.Equal(sorted[(sorted.Length / 2) - 1], told.P50.TotalMilliseconds, sorted[sorted.Length / 2] * 0.02);
            Assert.Equal(sorted[(int)(sorted.Length * 0.99) - 1], told.P99.TotalMilliseconds, sorted[^1] * 0.02);
        }
    }

    [Fact]
    public async Task AnAnswerThatIsNotStreamedHasNoFirstToken()
    {
        const string Whole = """
            {"choices":[{"index":0,"message":{"role":"assistant","content":"all of it"},"finish_reason":"stop"}],
            "usage":{"prompt_tokens":1,"completion_tokens":3,"total_tokens":4} }
            """;
        await using var server = new RawServer(RawConnection.Json(Whole));
        LoadSender? sender = null;

        HfPerformanceStage stage = await RunAsync(server, TimeProvider.System, 3, new LoadPrompts(8), made => sender = made);

        Assert.Equal(3, stage.Succeeded);
        Assert.Null(stage.TimeToFirstToken);
        Assert.Null(stage.InterTokenLatency);
        Assert.NotNull(stage.Latency);
        Assert.Equal(9, stage.OutputTokens);
        Assert.True(sender!.HasWholeAnswers);
        Assert.False(sender.HasUncountedTokens);
    }

    [Fact]
    public async Task AServerWithoutChatGeneratesText()
    {
        await using var server = new RawServer((request, connection) => request.Target == "/"
            ? connection.AnswerAsync(
                200,
                "data:{\"token\":{\"id\":7,\"text\":\"a\",\"special\":false}}\n\n"
                    + "data:{\"token\":{\"id\":8,\"text\":\"b\",\"special\":false},\"generated_text\":\"ab\","
                    + "\"details\":{\"finish_reason\":\"length\",\"generated_tokens\":2,\"input_length\":6}}\n\n",
                "text/event-stream")
            : connection.AnswerAsync(404, """{"error":"Not Found"}""", "application/json"));

        HfPerformanceStage stage = await RunAsync(server, TimeProvider.System, 4, new LoadPrompts(8));

        Assert.Equal(("text-generation", 4L, 0L), (stage.Task, stage.Succeeded, stage.Failed));
        Assert.Equal((24L, 8L), (stage.InputTokens, stage.OutputTokens));
        Assert.Equal(4, stage.TimeToFirstToken!.Count);

        // Chat was tried once.
        Assert.Equal(5, server.Requests.Count);
    }

    [Fact]
    public async Task AnAnswerOfOneWordIsStreamedToo()
    {
        // The end counts as a token.
        await using var server = new RawServer(connection => connection.AnswerAsync(
            200,
            Event("""{"choices":[{"index":0,"delta":{"content":"Yes"},"finish_reason":"stop"}]}""")
                + Event("""{"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11}}""") + Event("[DONE]"),
            "text/event-stream"));
        LoadSender? sender = null;

        HfPerformanceStage stage = await RunAsync(server, TimeProvider.System, 2, new LoadPrompts(8), made => sender = made);

        Assert.Equal(2, stage.TimeToFirstToken!.Count);
        Assert.Null(stage.InterTokenLatency);
        Assert.False(sender!.HasWholeAnswers);
    }

    [Fact]
    public async Task NoRequestIsRepeated()
    {
        await using var server = new RawServer(RawConnection.Status(429));

        HfPerformanceStage stage = await RunAsync(server, TimeProvider.System, 3, new LoadPrompts(8));

        Assert.Equal(3, stage.Failed);
        Assert.Equal(3, server.Requests.Count);
        Assert.Equal("RateLimited: 3", stage.Errors.ToString());
    }

    [Fact]
    public void AMadeUpPromptHasSoManyWordsAndIsItsOwn()
    {
        var prompts = new LoadPrompts(64);

        Assert.Equal(64, prompts[1].Split(' ').Length);
        Assert.Equal(prompts[1], prompts[1]);
        Assert.NotEqual(prompts[1], prompts[2]);
        Assert.NotEqual(prompts[1], prompts[-1]);
    }

    [Theory]
    [InlineData("a.txt", "one\n\n two \n", "one| two ")]
    [InlineData("b.jsonl", "{\"prompt\":\"one\"}\n{\"inputs\":\"two\"}\n", "one|two")]
    [InlineData("c.csv", "prompt\none\ntwo\n", "one|two")]
    public async Task PromptsAreReadFromAFile(string name, string content, string expected)
    {
        using var folder = new PromptFolder(name, content);

        Assert.Equal(expected.Split('|'), await LoadPrompts.ReadAsync(folder.File, default));
    }

    [Theory]
    [InlineData("a.txt", "\n \n", HfErrorKind.InvalidFile)]
    [InlineData("b.jsonl", "", HfErrorKind.InvalidFile)]
    [InlineData("c.jsonl", "{\"messages\":[]}", HfErrorKind.InvalidJob)]
    [InlineData("d.jsonl", "{\"x\":1}", HfErrorKind.InvalidJob)]
    [InlineData("missing/e.txt", null, HfErrorKind.FileNotRead)]
    [InlineData("missing/f.jsonl", null, HfErrorKind.FileNotRead)]
    public async Task AFileWithoutPromptsIsAnError(string name, string? content, HfErrorKind kind)
    {
        using var folder = new PromptFolder(name, content);

        await Expect.FailureAsync(kind, () => LoadPrompts.ReadAsync(folder.File, default));
    }

    private static string Event(string data) => $"data: {data}\n\n";

    private static async Task<HfPerformanceStage> RunAsync(
        RawServer server, TimeProvider clock, int count, LoadPrompts prompts, Action<LoadSender>? made = null)
    {
        var target = new InferenceTarget(server.Address) { Engine = ServerEngine.Tgi };
        var sender = new LoadSender(server.Client(), target, null, prompts, 7, new InferenceOptions());
        made?.Invoke(sender);
        var options = new LoadTestOptions { Concurrency = [1], Count = count, WarmUp = 0 };
        return Assert.Single(await Expect.AllAsync(
            new LoadTest(options, "e", sender.SendAsync, () => sender.Task, clock).RunAsync()).WithinDeadlineAsync());
    }

    /// <summary>A clock that only a test moves, and that says when it was looked at.</summary>
    private sealed class StampedClock : TimeProvider
    {
        private long _now;
        private volatile TaskCompletionSource _stamped = New();

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp()
        {
            long now = Interlocked.Read(ref _now);
            _stamped.TrySetResult();
            return now;
        }

        public void Advance(TimeSpan time) => Interlocked.Add(ref _now, time.Ticks);

        public Task NextStampAsync() => (_stamped = New()).Task;

        private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class PromptFolder : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hf-load");

        public PromptFolder(string name, string? content)
        {
            File = Path.Combine(_folder.FullName, name);
            if (content is not null)
            {
                System.IO.File.WriteAllText(File, content);
            }
        }

        public string File { get; }

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
