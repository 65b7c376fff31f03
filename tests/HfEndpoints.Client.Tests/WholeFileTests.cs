using System.Diagnostics;
using System.Text;
using HfEndpoints.Client.Batches;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

/// <summary>Files that are named in a command, and are not what their name says.</summary>
public sealed class WholeFileTests : IDisposable
{
    private const int Limit = 1 << 20;

    private readonly string _folder = Directory.CreateTempSubdirectory("hfwhole").FullName;

    public static TheoryData<string> Readers => [.. Read.Keys];

    private static Dictionary<string, Func<string, Task>> Read { get; } = new()
    {
        ["settings"] = path => Task.Run(() => WholeFile.ReadText(path, WholeFile.MaxSettings)),
        ["image"] = path => TaskContent.ReadFileAsync(path),
        ["baseline"] = path => LoadTestReport.ReadAsync(path),
        ["prompts.txt"] = path => LoadPrompts.ReadAsync(path, default),
        ["prompts.jsonl"] = path => LoadPrompts.ReadAsync(path, default),
        ["jobs.jsonl"] = path => Task.Run(() => BatchInput.FromFile(path)),
        ["output"] = path => BatchOutput.TestAsync(BatchInput.FromFile(JobsBeside(path)), [path]),
        ["plan"] = path => BatchClient.PlanAsync(BatchInput.FromFile(JobsBeside(path)), path, new BatchOptions()),
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [UnixTheory]
    [MemberData(nameof(Readers))]
    public async Task WhatIsNoFileIsRefusedAtOnce(string reader)
    {
        string path = Path.Combine(_folder, reader.Contains('.', StringComparison.Ordinal) ? reader : reader + ".json");
        using (var make = Process.Start("mkfifo", [path]))
        {
            await make.WaitForExitAsync();
        }

        await Expect.FailureAsync(HfErrorKind.FileNotRead, () => Read[reader](path));
        foreach (string target in new[] { "/dev/zero", path, _folder })
        {
            File.Delete(path);
            File.CreateSymbolicLink(path, target);
            await Expect.FailureAsync(HfErrorKind.FileNotRead, () => Read[reader](path));
        }
    }

    [Fact]
    public void AFileIsReadToItsEndAndNotBeyondItsLimit()
    {
        string path = Path.Combine(_folder, "file");
        byte[] bytes = [.. Enumerable.Range(0, Limit).Select(i => (byte)i)];
        File.WriteAllBytes(path, bytes);
        Assert.Equal(bytes, WholeFile.Read(path, Limit));

        File.WriteAllBytes(path, [.. bytes, 0]);
        HfException exception = Assert.Throws<HfException>(() => WholeFile.Read(path, Limit));
        Assert.Equal($"Cannot read '{path}': it is longer than 1 MiB.", exception.Message);
        Assert.Equal(HfErrorKind.FileNotRead, Assert.Throws<HfException>(() => WholeFile.Read(path + "x", Limit)).Kind);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-32")]
    public void TheMarkOfATextSaysItsEncoding(string name)
    {
        string path = Path.Combine(_folder, "text");
        File.WriteAllText(path, "grün", Encoding.GetEncoding(name));

        Assert.Equal("grün", WholeFile.ReadText(path, Limit));
    }

    private static string JobsBeside(string path)
    {
        string jobs = Path.Combine(Path.GetDirectoryName(path)!, "in.jsonl");
        File.WriteAllText(jobs, """{"prompt":"a"}""");
        return jobs;
    }
}
