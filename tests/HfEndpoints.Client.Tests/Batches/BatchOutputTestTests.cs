using HfEndpoints.Client.Batches;

namespace HfEndpoints.Client.Tests;

public sealed class BatchOutputTestTests : IDisposable
{
    private readonly BatchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WhatIsMissingDoubleFailedAndOfAnotherInputIsCounted()
    {
        BatchInput input = _folder.WriteJobs(10);
        string one = Write("1.jsonl", Answer(1), Answer(3), Error(5), Answer(7), Answer(9));
        const string OtherId = """{"id":"job-4","line":5,"job":"00000001","output":""}""";
        string two = Write("2.jsonl", Answer(2), Answer(3), OtherId, Answer(8), Answer(11));

        HfBatchTestResult result = await BatchOutput.TestAsync(input, [one, two]);

        Assert.Equal((10, 7, 1, 3, 1, 2), (
            result.Total, result.Done, result.Failed, result.Missing, result.Duplicate, result.Unknown));
        Assert.False(result.Complete);
        Assert.Equal([(4, "job-4"), (6, "job-6"), (10, "job-10")], result.MissingJob.Select(job => (job.Line, job.Id)));
        Assert.Equal([two], result.UnknownPath);
    }

    [Fact]
    public async Task TheLineThatAKilledProcessLeftIsNotThere()
    {
        BatchInput input = _folder.WriteJobs(2);
        File.WriteAllText(_folder.OutPath, Answer(1) + "\n" + Answer(2)[..^4]);

        HfBatchTestResult result = await BatchOutput.TestAsync(input, [_folder.OutPath]);

        Assert.Equal((1, 1), (result.Done, result.Missing));
    }

    [Fact]
    public async Task ShardsOfAnotherInputAreUnknownEvenWithoutIds()
    {
        BatchInput input = _folder.Write("in.jsonl", "\"a\"", "\"b\"");
        string mark = JobFingerprint.MarkOf(new HfBatchShard(1, 2), new InputLine(1, "a"));
        string one = Write("1.jsonl", $$"""{"id":1,"line":1,"shard":"{{mark}}","job":"00000001","output":""}""");
        string two = Write("2.jsonl", """{"id":2,"line":2,"shard":"2/2@00000000","job":"00000001","output":""}""");

        HfBatchTestResult result = await BatchOutput.TestAsync(input, [one, two]);

        Assert.Equal((1, 1, 1), (result.Done, result.Missing, result.Unknown));
        Assert.Equal([two], result.UnknownPath);
    }

    [Fact]
    public async Task WithTheTaskWhatTheJobsContainIsCompared()
    {
        BatchInput input = _folder.WriteJobs(1);
        string output = Write("1.jsonl", Answer(1));

        Assert.True((await BatchOutput.TestAsync(input, [output])).Complete);
        Assert.Equal(1, (await BatchOutput.TestAsync(input, [output], new BatchOptions())).Unknown);
    }

    [Fact]
    public async Task AFileThatIsNotThereOrSomethingElseIsAnError()
    {
        BatchInput input = _folder.WriteJobs(1);
        await Expect.FailureAsync(HfErrorKind.FileNotRead, () => BatchOutput.TestAsync(input, [_folder.PathOf("no.jsonl")]));
        await Expect.FailureAsync(HfErrorKind.OutputMismatch, () => BatchOutput.TestAsync(input, [Write("x.jsonl", "notes", "more")]));
    }

    [Fact]
    public async Task NothingOfNothingIsComplete()
    {
        File.WriteAllText(_folder.OutPath, "");

        HfBatchTestResult result = await BatchOutput.TestAsync(_folder.Write("in.jsonl"), [_folder.OutPath]);

        Assert.Equal((0, true), (result.Total, result.Complete));
    }

    private static string Answer(int job) => $$"""{"id":"job-{{job}}","line":{{job}},"job":"00000001","output":"x"}""";

    private static string Error(int job) =>
        $$$"""{"id":"job-{{{job}}}","line":{{{job}}},"job":"00000001","error":{"id":"InvalidRequest","message":"x"}}""";

    private string Write(string name, params string[] lines)
    {
        File.WriteAllLines(_folder.PathOf(name), lines);
        return _folder.PathOf(name);
    }
}
