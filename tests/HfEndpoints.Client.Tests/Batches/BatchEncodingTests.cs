using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using HfEndpoints.Client.Batches;

namespace HfEndpoints.Client.Tests;

public sealed class BatchEncodingTests : IAsyncLifetime, IDisposable
{
    private readonly BatchFolder _folder = new();
    private Service? _service;

    public static TheoryData<string, string> Files
    {
        get
        {
            var files = new TheoryData<string, string>();
            foreach (string encoding in (string[])["utf-8", "utf-16", "utf-16BE", "utf-32", "utf-32BE"])
            {
                files.Add(encoding, "in.jsonl");
                files.Add(encoding, "in.csv");
            }

            return files;
        }
    }

    private BatchClient Client => BatchFolder.Client(_service!);

    public async Task InitializeAsync()
    {
        _service = await Service.StartAsync();
        await _service.PutTgiAsync();
    }

    public async Task DisposeAsync() => await _service!.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Files))]
    public async Task AMarkShowsTheEncodingOfAFile(string encoding, string name)
    {
        BatchInput input = Write(name, Encoding.GetEncoding(encoding), withMark: true);

        HfBatchResult result = await _folder.RunAsync(Client, input);

        Assert.Equal((2, 0), (result.Succeeded, result.Failed));
        Assert.Equal(["a", "b"], _folder.Ids.Order());
        Assert.Equal(["plain", "é 😀"], (await PromptsAsync()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("in.jsonl")]
    [InlineData("in.csv")]
    public async Task BytesThatAreNotUtf8CostTheirLineAndAreNotSent(string name)
    {
        File.WriteAllBytes(_folder.PathOf(name), [.. Encoding.Latin1.GetBytes(Text(name).Replace(" 😀", "", StringComparison.Ordinal))]);

        HfBatchResult result = await _folder.RunAsync(Client, BatchInput.FromFile(_folder.PathOf(name)));

        Assert.Equal((1, 1), (result.Succeeded, result.Failed));
        JsonNode error = _folder.Answers.Single(answer => answer["error"] is not null)["error"]!;
        Assert.Equal("InvalidJob", (string?)error["id"]);
        Assert.Contains("line 3", (string?)error["message"], StringComparison.OrdinalIgnoreCase);
        Assert.Contains("-Encoding", (string?)error["message"], StringComparison.Ordinal);
        Assert.Equal(["plain"], await PromptsAsync());
    }

    [Theory]
    [InlineData("windows-1252", "in.csv")]
    [InlineData("1252", "in.jsonl")]
    [InlineData("latin1", "in.csv")]
    public async Task TheEncodingThatIsNamedIsRead(string encoding, string name)
    {
        File.WriteAllBytes(_folder.PathOf(name), [.. Encoding.Latin1.GetBytes(Text(name).Replace(" 😀", "", StringComparison.Ordinal))]);

        HfBatchResult result = await _folder.RunAsync(
            Client, BatchInput.FromFile(_folder.PathOf(name), null, TextEncodings.Find(encoding)));

        Assert.Equal((2, 0), (result.Succeeded, result.Failed));
        Assert.Equal(["plain", "é"], (await PromptsAsync()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("in.jsonl")]
    [InlineData("in.csv")]
    public async Task ANamedEncodingThatDoesNotFitIsAnErrorAndNotAGuess(string name)
    {
        File.WriteAllText(_folder.PathOf(name), Text(name));

        await Expect.FailureAsync(
            HfErrorKind.InvalidFile,
            () => _folder.RunAsync(Client, BatchInput.FromFile(_folder.PathOf(name), null, TextEncodings.Find("ascii"))));

        Assert.DoesNotContain(await PromptsAsync(), prompt => prompt.Contains('\ufffd', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Utf16WithoutAMarkIsNotTakenForSomethingElse()
    {
        BatchInput input = Write("in.jsonl", Encoding.Unicode, withMark: false);

        HfBatchResult result = await _folder.RunAsync(Client, input);

        Assert.Equal(0, result.Succeeded);
        Assert.All(_folder.Answers, answer => Assert.Contains("-Encoding", (string?)answer["error"]!["message"], StringComparison.Ordinal));
        Assert.Empty(await PromptsAsync());
    }

    [Fact]
    public async Task ABrokenLineCostsThatLine()
    {
        string[] broken =
        [
            """{"id":"1","prompt":"\ud83d"}""",
            """{"id":"\ud83d","prompt":"x"}""",
            """{"id":"2","prompt":"a","prompt":"b"}""",
            """{"id":"3","prompt":"a","parameters":{"seed":1,"seed":2}}""",
            """{"id":"4","inputs":[NaN]}""",
            """{"id":"5","prompt":"a","parameters":{"temperature":-Infinity}}""",
            "[1]",
            "null",
            new string('[', 10_000),
        ];

        HfBatchResult result = await _folder.RunAsync(Client, _folder.Write("in.jsonl", [.. broken, "\"good\""]));

        Assert.Equal((1, broken.Length), (result.Succeeded, result.Failed));
        Assert.All(
            _folder.Answers.Where(answer => answer["error"] is not null),
            answer => Assert.Equal("InvalidJob", (string?)answer["error"]!["id"]));
        Assert.Equal(["good"], await PromptsAsync());
    }

    [Fact]
    public async Task HalfASurrogateOfAJobThatIsPipedIsNotSent()
    {
        HfBatchResult result = await _folder.RunAsync(Client, BatchInput.FromJobs(Jobs()));

        Assert.Equal((1, 1), (result.Succeeded, result.Failed));
        Assert.Equal(["good"], await PromptsAsync());

        static async IAsyncEnumerable<JsonNode?> Jobs()
        {
            yield return JsonValue.Create("cut \ud83d");
            await Task.Yield();
            yield return JsonValue.Create("good");
        }
    }

    [Fact]
    public async Task JobsMayBeTextsOfJson()
    {
        HfBatchResult result = await _folder.RunAsync(Client, BatchInput.FromJobs(Jobs()));

        Assert.Equal((1, 1), (result.Succeeded, result.Failed));
        Assert.Equal(["good"], await PromptsAsync());

        static async IAsyncEnumerable<string> Jobs()
        {
            yield return "{";
            await Task.Yield();
            yield return """{"prompt":"good"}""";
        }
    }

    [Fact]
    public async Task APipeIsRefusedAndDoesNotHang()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string pipe = _folder.PathOf("pipe.jsonl");
        using (var process = Process.Start("mkfifo", pipe))
        {
            await process.WaitForExitAsync();
        }

        Assert.Equal(HfErrorKind.FileNotRead, Assert.Throws<HfException>(() => BatchInput.FromFile(pipe)).Kind);
        foreach (string output in (string[])[pipe, "/dev/full", "/dev/null"])
        {
            await Expect.FailureAsync(
                HfErrorKind.FileNotWritten, () => Client.RunAsync(_folder.WriteJobs(1), output));
        }
    }

    [Theory]
    [InlineData("utf8", "utf-8")]
    [InlineData("UTF8BOM", "utf-8")]
    [InlineData("unicode", "utf-16")]
    [InlineData("BigEndianUnicode", "utf-16BE")]
    [InlineData("utf32", "utf-32")]
    [InlineData("bigendianutf32", "utf-32BE")]
    [InlineData("ascii", "us-ascii")]
    [InlineData("windows-1251", "windows-1251")]
    [InlineData("932", "shift_jis")]
    [InlineData("65001", "utf-8")]
    [InlineData("klingon", null)]
    [InlineData("-1", null)]
    [InlineData("", null)]
    public void EncodingsHaveManyNames(string name, string? webName) => Assert.Equal(webName, TextEncodings.Find(name)?.WebName);

    private static string Text(string name) => name.EndsWith(".csv", StringComparison.Ordinal)
        ? "id,prompt\na,plain\nb,é 😀\n"
        : """
          {"id":"a","prompt":"plain"}

          {"id":"b","prompt":"é 😀"}

          """;

    private BatchInput Write(string name, Encoding encoding, bool withMark)
    {
        File.WriteAllBytes(_folder.PathOf(name), [.. withMark ? encoding.GetPreamble() : [], .. encoding.GetBytes(Text(name))]);
        return BatchInput.FromFile(_folder.PathOf(name));
    }

    private async Task<string[]> PromptsAsync() =>
        [.. (await _service!.RequestsAsync("POST")).Select(request => request["body"]!["inputs"]!.ToString())];
}
