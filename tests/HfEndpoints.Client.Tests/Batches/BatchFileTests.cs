using System.Text;
using HfEndpoints.Client.Batches;

namespace HfEndpoints.Client.Tests;

public sealed class BatchFileTests : IAsyncLifetime, IDisposable
{
    private readonly BatchFolder _folder = new();
    private Service? _service;

    private BatchClient Client => BatchFolder.Client(_service!);

    public async Task InitializeAsync()
    {
        _service = await Service.StartAsync();
        await _service.PutTgiAsync();
    }

    public async Task DisposeAsync() => await _service!.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AFinishedBatchSendsNothing()
    {
        BatchInput input = _folder.WriteJobs(10);
        await _folder.RunAsync(Client, input);
        string[] before = _folder.Lines;
        await _service!.ForgetRequestsAsync();

        HfBatchResult result = await _folder.RunAsync(Client, input);

        Assert.Equal((0, 10), (result.Succeeded, result.Skipped));
        Assert.Equal(before, _folder.Lines);
        Assert.Empty(await _service.RequestsAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(40)]
    public async Task HalfALineAtTheEndIsCutOff(int bytesOfIt)
    {
        BatchInput input = _folder.WriteJobs(10);
        await _folder.RunAsync(Client, input);
        Cut(lines: 6, bytesOfIt);
        await _service!.ForgetRequestsAsync();

        HfBatchResult result = await _folder.RunAsync(Client, input);

        Assert.Equal((4, 6), (result.Succeeded, result.Skipped));
        Assert.Equal(10, _folder.Ids.Distinct().Count());
        Assert.Equal(10, _folder.Lines.Length);
        Assert.Equal(4, (await _service.RequestsAsync("POST")).Count);
    }

    [Fact]
    public async Task ALastLineThatOnlyLacksItsEndIsKept()
    {
        BatchInput input = _folder.WriteJobs(10);
        await _folder.RunAsync(Client, input);
        File.WriteAllText(_folder.OutPath, string.Join('\n', _folder.Lines));

        HfBatchResult result = await _folder.RunAsync(Client, input);

        Assert.Equal(10, result.Skipped);
        Assert.EndsWith("}\n", File.ReadAllText(_folder.OutPath), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("my notes")]
    [InlineData("my notes\n")]
    [InlineData("{\"id\":1,\"text\":5}\n")]
    [InlineData("[1]\n")]
    public async Task AFileOfSomethingElseIsLeftAlone(string content)
    {
        File.WriteAllText(_folder.OutPath, content);

        await Expect.FailureAsync(HfErrorKind.OutputMismatch, () => _folder.RunAsync(Client, _folder.WriteJobs(3)));

        Assert.Equal(content, File.ReadAllText(_folder.OutPath));
        Assert.Empty(await _service!.RequestsAsync());
    }

    [Fact]
    public async Task AnOutputThatBeginsWithAMarkKeepsItsLines()
    {
        BatchInput input = _folder.WriteJobs(3);
        await _folder.RunAsync(Client, input);
        string line = _folder.Lines[0];
        File.WriteAllText(_folder.OutPath, line, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        HfBatchResult result = await _folder.RunAsync(Client, input);

        Assert.Equal((2, 1), (result.Succeeded, result.Skipped));
        Assert.Equal(line, _folder.Lines[0]);
        Assert.Equal(3, _folder.Ids.Distinct().Count());
    }

    [Fact]
    public async Task OtherJobsUnderTheSameIdsAreRefused()
    {
        await _folder.RunAsync(Client, _folder.Write("in.jsonl", "\"a\"", "\"b\""));
        await _service!.ForgetRequestsAsync();

        HfException exception = await Expect.FailureAsync(
            HfErrorKind.OutputMismatch, () => _folder.RunAsync(Client, _folder.Write("in.jsonl", "\"new\"", "\"a\"", "\"b\"")));

        Assert.Contains("'1'", exception.Message, StringComparison.Ordinal);
        Assert.Empty(await _service.RequestsAsync());
    }

    [Fact]
    public async Task OtherParametersAreRefused()
    {
        BatchInput input = _folder.WriteJobs(3);
        await _folder.RunAsync(Client, input);

        await Expect.FailureAsync(
            HfErrorKind.OutputMismatch,
            () => _folder.RunAsync(Client, input, new BatchOptions { Parameters = JsonText.FromObject(new { seed = 1 }) }));
    }

    [Fact]
    public async Task AnInputWithNoneOfTheJobsIsRefused()
    {
        await _folder.RunAsync(Client, _folder.WriteJobs(3));

        await Expect.FailureAsync(
            HfErrorKind.OutputMismatch, () => _folder.RunAsync(Client, _folder.Write("other.jsonl", """{"id":"x","prompt":"x"}""")));
    }

    [Fact]
    public async Task MoreJobsUnderNewIdsAreAddedAndMissingOnesReported()
    {
        await _folder.RunAsync(Client, _folder.WriteJobs(3));

        HfBatchResult result = await _folder.RunAsync(Client, _folder.Write(
            "in.jsonl", """{"id":"new","prompt":"x"}""", """{"prompt":"I am 3","id":"job-3"}"""));

        Assert.Equal((1, 1, 2), (result.Succeeded, result.Skipped, result.Unknown));
        Assert.Equal(["job-1", "job-2", "job-3", "new"], _folder.Ids.Order());
    }

    [Fact]
    public async Task FailedJobsAreSentAgainOnlyWhereThatIsAsked()
    {
        BatchInput bad = _folder.Write(
            "in.jsonl", """{"id":"a","prompt":"x"}""", """{"id":"b","prompt":""}""", """{"id":"a","prompt":"z"}""", "{");
        await _folder.RunAsync(Client, bad);
        HfBatchResult again = await _folder.RunAsync(Client, bad);
        Assert.Equal((0, 0, 4, 3), (again.Succeeded, again.Failed, again.Skipped, again.FailedBefore));

        BatchInput corrected = _folder.Write(
            "in.jsonl", """{"id":"a","prompt":"x"}""", """{"id":"b","prompt":"y"}""", """{"id":"c","prompt":"z"}""", "\"d\"");
        HfBatchResult result = await _folder.RunAsync(Client, corrected, new BatchOptions { RetryFailed = true });

        Assert.Equal((3, 0, 1), (result.Succeeded, result.Failed, result.Skipped));
        Assert.Equal(["4", "a", "b", "c"], _folder.Ids.Order());
        Assert.All(_folder.Answers, answer => Assert.Null(answer["error"]));
        Assert.Equal(
            ["in.jsonl", "out.jsonl"], Directory.GetFiles(Path.GetDirectoryName(_folder.OutPath)!).Select(Path.GetFileName).Order());
    }

    [UnixFact]
    public async Task AFileThatIsWrittenAgainStaysForWhomItIsAndALinkStaysALink()
    {
        string target = _folder.PathOf("target.jsonl");
        File.WriteAllText(target, "");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(target, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        File.CreateSymbolicLink(_folder.OutPath, "target.jsonl");
        await _folder.RunAsync(Client, _folder.Write("in.jsonl", "{"));
        await _folder.RunAsync(Client, _folder.Write("in.jsonl", "\"a\""), new BatchOptions { RetryFailed = true });

        Assert.Null(Assert.Single(_folder.Answers)["error"]);
        Assert.Equal("target.jsonl", new FileInfo(_folder.OutPath).LinkTarget);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(target).UnixFileMode);
    }

    [Fact]
    public async Task AnotherBatchOnTheSameOutputIsRefused()
    {
        BatchInput input = _folder.WriteJobs(3);
        using (new FileStream(_folder.OutPath, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            await Expect.FailureAsync(HfErrorKind.OutputInUse, () => _folder.RunAsync(Client, input));
        }

        Assert.Equal(3, (await _folder.RunAsync(Client, input)).Succeeded);
    }

    [Fact]
    public async Task AnOutputThatCannotBeWrittenIsRefusedBeforeAnythingIsSent()
    {
        BatchInput input = _folder.WriteJobs(3);
        await Expect.FailureAsync(
            HfErrorKind.FileNotWritten, () => Client.RunAsync(input, _folder.PathOf("nowhere/out.jsonl")));
        await Expect.FailureAsync(
            HfErrorKind.FileNotWritten, () => Client.RunAsync(input, Path.GetDirectoryName(_folder.OutPath)!));
        await Expect.FailureAsync(HfErrorKind.InvalidRequest, () => Client.RunAsync(input, input.Path!));

        Assert.Empty(await _service!.RequestsAsync());
    }

    [Fact]
    public void AnInputThatIsNotThereIsReported()
    {
        Assert.Equal(HfErrorKind.FileNotRead, Assert.Throws<HfException>(() => BatchInput.FromFile(_folder.PathOf("no.jsonl"))).Kind);
        Assert.Equal(HfErrorKind.InvalidRequest, Assert.Throws<HfException>(() => BatchInput.FromFile(_folder.PathOf("no.txt"))).Kind);
    }

    [Fact]
    public async Task ColumnsOfCsvAreTheMembersOfJobs()
    {
        BatchInput input = _folder.Write(
            "in.csv",
            "ID,prompt,parameters,parameters.max_new_tokens,label",
            "a,\"one, \"\"two\"\"\nthree\",\"{\"\"seed\"\":7}\",2,x",
            ",plain,,,",
            "c,too,many,fields",
            "",
            "d,x,{,,",
            "e,\"open,,,",
            "f,within,,,");

        HfBatchResult result = await _folder.RunAsync(Client, input);

        Assert.Equal((2, 3), (result.Succeeded, result.Failed));
        var bodies = (await _service!.RequestsAsync("POST")).Select(request => request["body"]!.ToJsonString()).Order().ToArray();
        Assert.Equal(
            [
                """{"inputs":"one, \u0022two\u0022\nthree","parameters":{"seed":7,"max_new_tokens":2}}""",
                """{"inputs":"plain","parameters":{}}""",
            ],
            bodies);
        Assert.Equal(["4", "5", "7", "8", "a"], _folder.Ids.Order());
    }

    [Fact]
    public async Task ARecordWithoutEndIsNotGatheredInMemory()
    {
        BatchInput input = _folder.Write("in.csv", "prompt", "one", "\"" + new string('x', 80 * 1024 * 1024));

        HfException error = await Expect.FailureAsync(HfErrorKind.InvalidFile, () => _folder.RunAsync(Client, input));

        Assert.Contains("line 3", error.Message, StringComparison.Ordinal);
    }

    // Leaves whole lines, and a part of the next.
    private void Cut(int lines, int bytes)
    {
        string[] all = _folder.Lines;
        File.WriteAllText(
            _folder.OutPath, string.Concat(all.Take(lines).Select(line => line + "\n")) + all[lines][..bytes]);
    }
}
