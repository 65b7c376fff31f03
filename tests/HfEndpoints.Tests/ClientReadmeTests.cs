using System.Diagnostics;
using System.Text.RegularExpressions;

namespace HfEndpoints.Tests;

/// <summary>The code in the client library's README is the code of three samples, and they run.</summary>
[Collection(EngineGroup.Name)]
public sealed class ClientReadmeTests(Emulator emulator)
{
    [Fact]
    public void ShowsTheSamplesAsTheyAre()
    {
        string readme = File.ReadAllText(Build.PathOf("src/HfEndpoints.Client/README.md"));
        IEnumerable<string> blocks = Regex.Matches(readme, "^```csharp\r?\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)
            .Select(block => block.Groups[1].Value);

        Assert.Equal([Source("Quickstart"), Source("LoadTest"), Source("LeasedBatch")], blocks);
    }

    [Fact]
    public async Task TheQuickstartGeneratesAText()
    {
        await emulator.ResetAsync(("my-endpoint", "running"));

        string said = await RunAsync("Quickstart", Path.GetTempPath());

        Assert.NotEqual("", said.Trim());
        Assert.Single(
            await emulator.RequestsAsync(),
            request => (string?)request["method"] == "POST" && (string?)request["body"]?["inputs"] == "Once upon a time");
    }

    [Fact]
    public async Task TheLoadTestMeasuresEachLoad()
    {
        await emulator.ResetAsync(("my-endpoint", "running"));

        string said = await RunAsync("LoadTest", Path.GetTempPath());

        Assert.Equal(
            ["1 at once", "2 at once", "4 at once"],
            said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(':')[0]));
    }

    [Fact]
    public async Task TheLeasedBatchAnswersAllJobsAndPausesTheEndpoint()
    {
        await emulator.ResetAsync(("my-endpoint", "running"));
        DirectoryInfo folder = Directory.CreateTempSubdirectory("hfendpoints-tests-");
        try
        {
            string jobs = Path.Combine(folder.FullName, "jobs.jsonl");
            await File.WriteAllLinesAsync(jobs, ["{\"prompt\": \"Once upon a time\"}", "{\"prompt\": \"I am\"}"]);

            string said = await RunAsync("LeasedBatch", folder.FullName);

            Assert.Equal("2", said.Split(' ')[0]);
            Assert.Equal(2, (await File.ReadAllLinesAsync(Path.Combine(folder.FullName, "answers.jsonl"))).Length);
            Assert.Single(await emulator.RequestsAsync("/v2/endpoint/alice/my-endpoint/pause"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Source(string sample) => File.ReadAllText(Build.PathOf($"samples/{sample}/Program.cs"));

    private static async Task<string> RunAsync(string sample, string folder)
    {
        using Process process = Process.Start(new ProcessStartInfo(Build.DotNet)
        {
            ArgumentList = { "exec", Build.ProgramOf($"samples/{sample}") },
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        })!;

        string said = await process.StandardOutput.ReadToEndAsync().WithinDeadlineAsync();
        await process.WaitForExitAsync().WithinDeadlineAsync();
        Assert.Equal(0, process.ExitCode);
        return said;
    }
}
