using System.Text;
using CsCheck;
using HfEndpoints.Client.Batches;
using HfEndpoints.Client.Inference;
using HfEndpoints.Client.Tests;

namespace HfEndpoints.Fuzz;

/// <summary>What holds for every input, tried with inputs that CsCheck draws.</summary>
public sealed class PropertyTests
{
    private static readonly string s_found = Path.Combine(AppContext.BaseDirectory, "found");
    private static readonly string[] s_streams = ["stream", "stream chat", "stream completion"];
    private static readonly string[] s_ends = ["\n", "\r\n", "\r"];

    private static readonly string[] s_headers =
    [
        "Content-Encoding: gzip", "Content-Encoding: br", "Content-Encoding: deflate", "Content-Type: text/html",
        "Content-Type: application/json; charset=utf-16", "Content-Type: x", "Content-Length: 5", "Content-Length: -1",
    ];

    // Any bytes, and those that mean something.
    private static readonly Gen<string> s_word = Gen.OneOf(
        Gen.String[0, 40],
        Gen.OneOf("..", ".", "/", "//host", "%2e%2e", "%2F", "\\", "?a=b", "#c", ":", "@host", "\r\n", "\0", "\ud83d", "ä", "\u202e", " "),
        Gen.String[Gen.Char["./\\%?#:@ ab\ud83d\ude00"], 0, 12]);

    private static readonly Gen<string> s_field = Gen.Select(
        Gen.OneOf("Retry-After", "RateLimit", "RateLimit-Policy", "Link", "Date", "X-Scale-Up-Timeout", "X-Request-Id", "X-Error-Message"),
        Gen.OneOf(
            Gen.String[Gen.Char[' ', '\u00ff'], 0, 40],
            Gen.String[Gen.Char["0123456789.-+eE,;=\"<>rt ?&"], 0, 30],
            Gen.OneOf(
                "99999999999999999999", "-1", "NaN", "1e400", "Fri, 31 Dec 9999 23:59:59 GMT", "\"api\";r=0;t=999999", "<?x>;rel=next",
                "<http://evil/?cursor=%>; rel=\"next prev\"", "Infinity")),
        (name, value) => $"{name}: {value}");

    public static TheoryData<string> Calls => [.. EveryCall.ByName.Keys];

    // Each is in the folder of its target.
    public static TheoryData<string> Found => [.. Directory
        .EnumerateFiles(s_found, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(s_found, file))];

    [Theory]
    [MemberData(nameof(Found))]
    public async Task WhatAFuzzerFoundStaysFixed(string file) =>
        await Target.RunAsync(Path.GetDirectoryName(file)!, await File.ReadAllBytesAsync(Path.Combine(s_found, file)));

    [Fact]
    public async Task ThereAreSeedsForEveryTarget()
    {
        foreach (string target in Target.ByName.Keys)
        {
            byte[][] seeds = [.. Seeds.Of(target)];
            Assert.NotEmpty(seeds);
            foreach (byte[] seed in seeds)
            {
                await Target.RunAsync(target, seed);
            }
        }
    }

    // The recording is of the routes as they are: whoever changes a request records it again.
    [Theory]
    [MemberData(nameof(Calls))]
    public async Task WhatIsRecordedIsRead(string call) =>
        NoNulls.Check(await Unbroken(call).RunAsync());

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task NothingButAnErrorOfOursComesOfAnAnswerAndItsHead(string call)
    {
        byte[] body = Exchange.All[call][^1].Body;
        Gen<ForeignAnswer> answers = Gen.Select(
            Gen.OneOf(Gen.Const(200), Gen.OneOf(201, 204, 400, 401, 404, 409, 422, 424, 429, 500, 503, 504)),
            Gen.Int[1, 64],
            Gen.OneOf(s_field, Gen.OneOf(s_headers)).Array[0, 3],
            Gen.Int[1, 1 << 30],
            Gen.Int[0, 2],
            (status, atOnce, headers, seed, times) => new ForeignAnswer(
                call, status, atOnce, headers, Break(body, seed, times)));

        await answers.TryAsync(500, answer => Target.RunAsync("answers", answer.ToBytes()));
    }

    [Fact]
    public async Task AStreamIsTheSameHoweverItIsCutAndWrittenDown()
    {
        Gen<(string, ForeignAnswer)> streams = Gen.Select(
            Gen.OneOf(s_streams), Gen.Int[1, 200], Gen.OneOf(s_ends), Gen.Bool, Gen.Bool, Gen.Int[0, 3],
            (call, atOnce, end, hasMark, hasBlank, pings) =>
            {
                string text = Encoding.UTF8.GetString(Exchange.All[call][^1].Body).Replace("\r\n", "\n", StringComparison.Ordinal);
                string[] events = text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
                string ping = string.Concat(Enumerable.Repeat(": ping\n\n", pings)) + (pings > 1 ? "id: 7\nretry: 9\n" : "");
                string written = string.Concat(events.Select(item =>
                    $"{ping}{(hasBlank ? item : item.Replace("data: ", "data:", StringComparison.Ordinal))}\n\n"));
                byte[] body = Encoding.UTF8.GetBytes((hasMark ? "\ufeff" : "") + written.Replace("\n", end, StringComparison.Ordinal));
                return (call, Unbroken(call) with { AtOnce = atOnce, Body = body });
            });

        var expected = new Dictionary<string, string>();
        foreach (string call in s_streams)
        {
            expected[call] = Show(await Unbroken(call).RunAsync());
        }

        await streams.TryAsync(600, async drawn =>
            Assert.Equal(expected[drawn.Item1], Show(await drawn.Item2.RunAsync())));
    }

    [Fact]
    public async Task AStreamThatEndsTooEarlyIsNotTakenForAWholeOne()
    {
        await Gen.Select(Gen.OneOf(s_streams), Gen.Double[0, 0.95], Gen.Int[1, 100]).TryAsync(300, async drawn =>
        {
            ForeignAnswer whole = Unbroken(drawn.Item1);

            // The last event but the mark of the end says that the answer is whole.
            string end = drawn.Item1 == "stream" ? "generated_text\":\"" : "finish_reason\":\"";
            int last = Encoding.Latin1.GetString(whole.Body).LastIndexOf(end, StringComparison.Ordinal);
            ForeignAnswer cut = whole with { AtOnce = drawn.Item3, Body = whole.Body[..(int)(last * drawn.Item2)] };
            HfException exception = await Assert.ThrowsAsync<HfException>(() => cut.RunAsync());
            Assert.Contains(exception.Kind, new[] { HfErrorKind.StreamInterrupted, HfErrorKind.InvalidResponse });
        });
    }

    [Fact]
    public async Task ANameReachesNoOtherRouteOrHost() =>
        await Gen.Select(s_word, s_word, Gen.Int[0, 2]).TryAsync(3000,
            drawn => Target.RunAsync("names", Encoding.UTF8.GetBytes($"{drawn.Item1}\n{drawn.Item2}")));

    [Fact]
    public async Task ATokenFileHoldsATokenOrAnErrorOfOurs() => await Gen
        .OneOf(Gen.Byte.Array[0, 60], Gen.String[0, 60].Select(Encoding.UTF8.GetBytes), Gen.String[0, 60].Select(Encoding.Unicode.GetBytes))
        .TryAsync(1000, bytes => Target.RunAsync("tokens", bytes));

    [Theory]
    [InlineData("endpoints")]
    [InlineData("psd1")]
    [InlineData("yaml")]
    public async Task AFileOfEndpointsIsReadOrRefused(string target)
    {
        byte[][] seeds = [.. Seeds.Of(target)];
        await Gen.Select(Gen.OneOf(seeds), Gen.Int[1, 1 << 30], Gen.Int[1, 3]).TryAsync(3000,
            drawn => Target.RunAsync(target, Break(drawn.Item1, drawn.Item2, drawn.Item3)));
    }

    // Words and marks of YAML in any order, which reach more of its grammar than a broken file.
    [Fact]
    public async Task AnyYamlIsReadOrRefused() => await Gen
        .OneOf(
            "Endpoints:", "Name:", "Env:", "Tag:", "MinReplica:", "e", "1e400", "-.5e-7", "+99999999999999999999", "~", "- ", "? ", ": ",
            "\n", "\n  ", "\n    ", "[", "]", "{", "}", ",", "&a ", "*a", "<<: ", "!!str ", "!<x> ", "|-\n", ">+\n", "'", "\"", "\\u12",
            "\\x", "#", "---\n", "...\n", "%YAML 1.2\n", "%TAG ! x\n", "\t", "\r", "\u0085", "\u2028", "\ufeff", "@", "`", "\0")
        .Array[1, 24].Select(string.Concat)
        .TryAsync(20_000, text => Target.RunAsync("yaml", Encoding.UTF8.GetBytes(text)));

    // The same for data files: everything that PowerShell's grammar has, little of which may be in one.
    [Fact]
    public async Task AnyDataFileIsReadOrRefused() => await Gen
        .OneOf(
            "@{", "}", "@(", ")", "(", "Endpoints", "Name", "Env", "Tag", "MinReplica", " = ", "=", ";", ",", "\n", "\r", "'e'", "\"e\"",
            "'", "\"", "@'\n", "\n'@", "@\"\n", "\n\"@", "$true", "$null", "$x", "${x}", "$(1)", "$env:X", "`", "`u{110000}", "`u{D800}",
            "1", "-1", "1e400", "0xFFFFFFFFFFFFFFFF", "1gb", "99999999999999999999d", "0b1", "1n", "[int]", "[type]", "[", "]", "::", ".",
            "..", "-f ", "-join ", "+ ", "* ", "!", "& ", "|", "&&", "Get-Date ", "{", "param($x)", "function f {}", "begin {}",
            "class C {}", "enum E {}", "using namespace System\n", "using module x\n", "data {", "if (1) {", "#", "<#", "#>",
            "#requires -Version 99\n", "--%", "\ud83d", "\u2018", "\u201d", "\u2013", "\u00a0", "\ufeff", "\0")
        .Array[1, 24].Select(parts => "@{ Endpoints = @{ Name = 'e'; Env = " + string.Concat(parts))
        .TryAsync(20_000, text => Target.RunAsync("psd1", Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task ACompressedAnswerIsReadOrRefusedHoweverItIsBroken(string encoding)
    {
        byte[][] packed = [.. Exchange.All.Values.Select(call => Packing.Pack(call[^1].Body, encoding))];
        string[] calls = [.. Exchange.All.Keys];
        await Gen.Select(Gen.Int[0, calls.Length - 1], Gen.Int[1, 64], Gen.Int[1, 1 << 30], Gen.Int[0, 2]).TryAsync(3000, async drawn =>
        {
            (int call, int atOnce, int seed, int times) = drawn;
            var answer = new ForeignAnswer(
                calls[call], 200, atOnce, [$"Content-Encoding: {encoding}"], Break(packed[call], seed, times));
            if (times == 0)
            {
                // Unbroken it is what it was.
                NoNulls.Check(await answer.RunAsync());
            }

            await Target.RunAsync("answers", answer.ToBytes());
        });
    }

    [Fact]
    public async Task JobsOfAnyKindAndAnyHalfOutputAreAnsweredOrRefused()
    {
        byte[][] seeds = [.. Seeds.Of("batches")];
        Gen<byte[]> lines = Gen.OneOf(Gen.Byte.Array[0, 30], s_word.Select(Encoding.UTF8.GetBytes), Gen.OneOf(seeds));
        await lines.Array[1, 5].Select(many => many.SelectMany(line => line.Append((byte)'\n')).ToArray()).TryAsync(400,
            bytes => Target.RunAsync("batches", bytes));
    }

    [Fact]
    public async Task AnOutputThatWasCutAnywhereIsContinued()
    {
        using var folder = new BatchFolder();
        var address = new Uri("http://127.0.0.1/");
        using var http = new HttpClient(new Constant("""{"generated_text":"x ä \ud83d\ude00 \"y\""}"""));
        BatchClient client = TestClient.For(address, options => options with { HttpClient = http })
            .GetBatchClient(new InferenceTarget(address) { Engine = ServerEngine.Tgi });
        BatchInput input = folder.WriteJobs(12);
        await folder.RunAsync(client, input);
        byte[] whole = await File.ReadAllBytesAsync(folder.OutPath);

        await Gen.Int[0, whole.Length].TryAsync(300, async cut =>
        {
            await File.WriteAllBytesAsync(folder.OutPath, whole[..cut]);
            await folder.RunAsync(client, input);
            Assert.Equal(Enumerable.Range(1, 12).Select(i => $"job-{i}"), folder.Ids.Order(new ByNumber()));
        });
    }

    private static byte[] Break(byte[] body, int seed, int times) =>
        Enumerable.Range(0, times).Aggregate(body, (now, i) => Mutation.Break(now, new Random(seed + i)));

    private static ForeignAnswer Unbroken(string call) => new(call, 200, 1 << 20, [], Exchange.All[call][^1].Body);

    private static string Show(object? value) => System.Text.Json.JsonSerializer.Serialize(value);

    private sealed class ByNumber : IComparer<string>
    {
        public int Compare(string? x, string? y) => x!.Length != y!.Length ? x.Length - y.Length : string.CompareOrdinal(x, y);
    }

    private sealed class Constant(string answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage { Content = new StringContent(answer), RequestMessage = request });
    }
}
