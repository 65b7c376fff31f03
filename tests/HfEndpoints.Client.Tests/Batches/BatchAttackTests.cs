using System.Diagnostics;
using HfEndpoints.Client.Batches;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

/// <summary>What others do to a batch's files and to its place while it runs, or between two runs.</summary>
public sealed class BatchAttackTests : IDisposable
{
    private const string Answer = """{"generated_text":"x"}""";
    private static readonly string[] s_jobs = [.. Enumerable.Range(1, 40).Select(Job)];

    private readonly BatchFolder _folder = new();

    public static TheoryData<string, int, int> Inputs => new()
    {
        { "reversed", 40, 0 },
        { "rotated", 40, 0 },
        { "added in front", 40, 5 },
        { "added in the middle", 40, 5 },
        { "added at the end", 40, 5 },
        { "added, removed and reversed", 30, 5 },
        { "with blank lines and other line ends", 40, 0 },
        { "with members in another order", 40, 0 },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Inputs))]
    public async Task AnInputMayChangeBetweenRunsAsLongAsItsJobsDoNot(string change, int kept, int added)
    {
        await using RawServer server = Answering();
        // The first run is broken off.
        await _folder.RunAsync(Client(server), _folder.Write("in.jsonl", s_jobs));
        File.WriteAllLines(_folder.OutPath, _folder.Lines.Take(17));
        string[] before = [.. _folder.Ids];
        int asked = server.Requests.Count;
        string[] now = Changed(change);

        HfBatchResult result = await _folder.RunAsync(Client(server), _folder.Write("in.jsonl", now));

        string[] jobs = [.. now.Where(line => line.Length > 0)];
        Assert.Equal(kept + added, jobs.Length);
        Assert.Equal(jobs.Length, result.Total);
        Assert.Equal(result.Succeeded, server.Requests.Count - asked);
        Assert.Equal(jobs.Length, result.Succeeded + result.Skipped);
        Assert.Equal(before, _folder.Ids.Take(17));
        Assert.Equal(_folder.Ids.Distinct().Count(), _folder.Ids.Length);
        Assert.Superset(
            jobs.Select(line => (string)System.Text.Json.Nodes.JsonNode.Parse(line)!["id"]!).ToHashSet(), _folder.Ids.ToHashSet());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AnInputWhoseJobsHaveChangedIsRefusedBeforeAnythingIsSent(bool haveIds)
    {
        await using RawServer server = Answering();
        string[] jobs = [.. Enumerable.Range(1, 40).Select(i => haveIds ? Job(i) : $"\"I am {i}\"")];
        await _folder.RunAsync(Client(server), _folder.Write("in.jsonl", jobs));
        string[] answers = _folder.Lines;
        // Without ids, a job is its line: another order means other jobs.
        jobs = haveIds
            ? [.. jobs[..20], jobs[20].Replace("I am", "You are", StringComparison.Ordinal), .. jobs[21..]]
            : [.. Enumerable.Reverse(jobs)];

        await Expect.FailureAsync(
            HfErrorKind.OutputMismatch, () => _folder.RunAsync(Client(server), _folder.Write("in.jsonl", jobs)));

        Assert.Equal(40, server.Requests.Count);
        Assert.Equal(answers, _folder.Lines);
    }

    [Fact]
    public async Task OfManyBatchesOnOneOutputOneRunsAndTheOthersSaySo()
    {
        await using RawServer server = Answering();
        BatchInput input = _folder.WriteJobs(500);

        Task<HfBatchResult>[] runs =
            [.. Enumerable.Range(0, 8).Select(_ => Task.Run(() => _folder.RunAsync(Client(server), input)))];
        await Task.WhenAll(runs.Select(run => run.ContinueWith(_ => { }, TaskScheduler.Default))).WithinDeadlineAsync();

        HfException[] refused = [.. runs.Where(run => run.IsFaulted).Select(run => (HfException)run.Exception!.InnerException!)];
        Assert.All(refused, refusal => Assert.Equal(HfErrorKind.OutputInUse, refusal.Kind));
        Assert.Equal(500, runs.Where(run => run.IsCompletedSuccessfully).Sum(run => run.Result.Succeeded));
        Assert.Equal(500, server.Requests.Count);
        Assert.Equal(500, _folder.Ids.Distinct().Count());
    }

    // Who has a file open may write to it. The next run may not open it, unless it is the superuser's.
    [UnixFact]
    public async Task AnOutputThatIsMadeReadOnlyMeanwhileIsFinished()
    {
        await using var server = new RawServer(async (request, connection) =>
        {
            if (request.Number == 20)
            {
                SetReadOnly(true);
            }

            await connection.AnswerAsync(200, Answer, "application/json");
        });
        BatchInput input = _folder.WriteJobs(200);

        HfBatchResult result = await _folder.RunAsync(Client(server), input);

        Assert.Equal(200, result.Succeeded);
        Assert.Equal(200, _folder.Ids.Distinct().Count());
        if (!Environment.IsPrivilegedProcess)
        {
            await Expect.FailureAsync(HfErrorKind.FileNotWritten, () => _folder.RunAsync(Client(server), input));
        }

        SetReadOnly(false);
        Assert.Equal(200, (await _folder.RunAsync(Client(server), input)).Skipped);
    }

    // In a container even the superuser may not be allowed to. tests/pester/Invoke-HfBatch.Resume.Tests.ps1 has a limit on the size of
    // the file instead, which everybody may set.
    [MountFact]
    public async Task AFullDiskEndsTheBatchWhichContinuesWhenThereIsRoom()
    {
        string disk = Directory.CreateDirectory(_folder.PathOf("disk")).FullName;
        if (!Run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk))
        {
            return;
        }

        try
        {
            await using RawServer server = Answering();
            BatchInput input = _folder.WriteJobs(2000);
            string output = Path.Combine(disk, "out.jsonl");

            await Expect.FailureAsync(HfErrorKind.FileNotWritten, () => Client(server).RunAsync(input, output));
            int asked = server.Requests.Count;
            // As long as there is no room, each further run stops at once, and loses nothing.
            await Expect.FailureAsync(HfErrorKind.FileNotWritten, () => Client(server).RunAsync(input, output));
            Assert.True(Run("mount", "-o", "remount,size=8m", disk));
            HfBatchResult result = await Client(server).RunAsync(input, output);

            Assert.InRange(asked, 100, 1500);
            Assert.Equal(2000, result.Succeeded + result.Skipped);
            Assert.InRange(result.Skipped, 100, asked);
            string[] lines = await File.ReadAllLinesAsync(output);
            Assert.Equal(2000, lines.Length);
            Assert.Equal(2000, lines.Select(line => (string)System.Text.Json.Nodes.JsonNode.Parse(line)!["id"]!).Distinct().Count());
        }
        finally
        {
            Run("umount", disk);
        }
    }

    private static string Job(int number) => $$"""{"id":"job-{{number}}","prompt":"I am {{number}}"}""";

    private static string[] Changed(string change)
    {
        string[] more = [.. Enumerable.Range(100, 5).Select(Job)];
        return change switch
        {
            "reversed" => [.. Enumerable.Reverse(s_jobs)],
            "rotated" => [.. s_jobs[13..], .. s_jobs[..13]],
            "added in front" => [.. more, .. s_jobs],
            "added in the middle" => [.. s_jobs[..20], .. more, .. s_jobs[20..]],
            "added at the end" => [.. s_jobs, .. more],
            "added, removed and reversed" => [.. more, .. Enumerable.Reverse(s_jobs[10..])],
            "with blank lines and other line ends" => [.. s_jobs.SelectMany(line => new[] { line + " \r", "" })],
            _ => [.. Enumerable.Range(1, 40).Select(i => $$"""{ "prompt": "I am {{i}}", "id": "job-{{i}}" }""")],
        };
    }

    private static RawServer Answering() => new(RawConnection.Json(Answer));

    private static BatchClient Client(RawServer server) =>
        server.Client().GetBatchClient(new InferenceTarget(server.Address) { Engine = ServerEngine.Tgi });

    private void SetReadOnly(bool isReadOnly) => new FileInfo(_folder.OutPath).IsReadOnly = isReadOnly;

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
