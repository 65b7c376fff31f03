using System.Globalization;
using System.IO.Pipes;
using HfEndpoints.Client.Batches;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

/// <summary>Outputs and inputs that are not plain files, or do not stay what they are.</summary>
public sealed class BatchOutputTests : IDisposable
{
    private const string Answer = """{"generated_text":"x"}""";

    private readonly BatchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("deleted")]
    [InlineData("replaced")]
    [InlineData("renamed")]
    [InlineData("emptied")]
    [InlineData("written")]
    public async Task AnOutputThatIsChangedMeanwhileEndsTheBatchAtOnce(string change)
    {
        if (OperatingSystem.IsWindows())
        {
            // There, a file that is open can't be changed.
            return;
        }

        await using var server = new RawServer(async (request, connection) =>
        {
            if (request.Number == 20)
            {
                Change(change);
            }

            await connection.AnswerAsync(200, Answer, "application/json");
        });
        BatchInput input = _folder.WriteJobs(2000);
        var options = new BatchOptions { ThrottleLimit = 2 };

        await Expect.FailureAsync(HfErrorKind.FileNotWritten, () => _folder.RunAsync(Client(server), input, options));

        Assert.InRange(server.Requests.Count, 20, 1000);
        if (change == "renamed")
        {
            File.Move(_folder.PathOf("other"), _folder.OutPath);
            int kept = _folder.Lines.Length;
            HfBatchResult result = await _folder.RunAsync(Client(server), input, options).WithinDeadlineAsync();
            Assert.Equal((kept, 2000 - kept), (result.Skipped, result.Succeeded));
            Assert.InRange(kept, 1, 1000);
            Assert.Equal(2000, _folder.Ids.Distinct().Count());
        }
    }

    [Theory]
    [InlineData("\ufeff", "")]
    [InlineData("\ufeff", "\r\n")]
    [InlineData("", "\r\n")]
    [InlineData("", "\n  ")]
    [InlineData("\n", "\n\n\t\n")]
    public async Task EachAnswerHasALineWhateverAnEditorLeftAroundThem(string begin, string end)
    {
        await using RawServer server = Answering();
        BatchInput input = _folder.WriteJobs(5);
        await _folder.RunAsync(Client(server), input);
        string[] kept = _folder.Lines[..2];
        File.WriteAllText(_folder.OutPath, begin + string.Join(end.StartsWith('\r') ? "\r\n" : "\n", kept) + end);

        HfBatchResult result = await _folder.RunAsync(Client(server), input);

        Assert.Equal((3, 2), (result.Succeeded, result.Skipped));
        Assert.Equal(5, File.ReadLines(_folder.OutPath).Count(line => line.StartsWith("{\"id\":", StringComparison.Ordinal)));
        Assert.Equal(5, (await _folder.RunAsync(Client(server), input)).Skipped);
        Assert.Equal(8, server.Requests.Count);
    }

    [Fact]
    public async Task AnOutputThatIsALinkIsTheFileItMeans()
    {
        await using RawServer server = Answering();
        BatchInput bad = _folder.Write("in.jsonl", "\"a\"", "7");
        File.WriteAllText(_folder.PathOf("real.jsonl"), "");
        File.CreateSymbolicLink(_folder.OutPath, _folder.PathOf("real.jsonl"));
        await _folder.RunAsync(Client(server), bad);

        HfBatchResult result = await _folder.RunAsync(
            Client(server), _folder.Write("in.jsonl", "\"a\"", "\"b\""), new BatchOptions { RetryFailed = true });

        Assert.Equal((1, 1), (result.Succeeded, result.Skipped));
        Assert.Equal(_folder.PathOf("real.jsonl"), new FileInfo(_folder.OutPath).LinkTarget);
        Assert.Equal(2, File.ReadAllLines(_folder.PathOf("real.jsonl")).Length);
    }

    [Theory]
    [InlineData("fifo")]
    [InlineData("link")]
    [InlineData("pipe")]
    [InlineData("/dev/full")]
    [InlineData("/dev/null")]
    [InlineData("/dev/zero")]
    public async Task APipeOrDeviceIsRefusedAtOnce(string kind)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var pipe = new AnonymousPipeServerStream(PipeDirection.In);
        string path = kind switch
        {
            "fifo" => MakeFifo(),
            "link" => File.CreateSymbolicLink(_folder.PathOf("link.jsonl"), MakeFifo()).FullName,
            "pipe" => string.Create(CultureInfo.InvariantCulture, $"/dev/fd/{pipe.SafePipeHandle.DangerousGetHandle()}"),
            _ => kind,
        };
        if (!File.Exists(path))
        {
            // Not each system has each device.
            return;
        }

        await using RawServer server = Answering();
        BatchInput input = _folder.WriteJobs(3);
        await Expect.FailureAsync(HfErrorKind.FileNotWritten, () => Task.Run(() => Client(server).RunAsync(input, path)));
        await Expect.FailureAsync(
            HfErrorKind.FileNotWritten, () => Task.Run(() => _folder.RunAsync(Client(server), input, new() { ErrorPath = path })));
        await Expect.FailureAsync(
            HfErrorKind.FileNotRead, () => Task.Run(() => BatchInput.FromFile(path, BatchFormat.Jsonl)));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task AJobThatIsTooLongFailsAloneAndIsNotGatheredInMemory()
    {
        await using RawServer server = Answering();
        using (var writer = new StreamWriter(_folder.PathOf("in.jsonl")))
        {
            writer.Write("\"one\"\n\"");
            for (int i = 0; i < 100; i++)
            {
                writer.Write(new string('x', 1024 * 1024));
            }

            writer.Write("\"\n\"three\"");
        }

        HfBatchResult result = await _folder.RunAsync(Client(server), BatchInput.FromFile(_folder.PathOf("in.jsonl")));

        Assert.Equal((3, 2, 1), (result.Total, result.Succeeded, result.Failed));
        Assert.Equal("InvalidJob", (string?)Assert.Single(_folder.Answers, answer => (int)answer["line"]! == 2)["error"]!["id"]);
        Assert.Equal(["1", "2", "3"], _folder.Ids.Order());
    }

    private static RawServer Answering() => new(RawConnection.Json(Answer));

    private static BatchClient Client(RawServer server) =>
        server.Client().GetBatchClient(new InferenceTarget(server.Address) { Engine = ServerEngine.Tgi });

    private string MakeFifo()
    {
        string path = _folder.PathOf("fifo.jsonl");
        using var make = System.Diagnostics.Process.Start("mkfifo", [path]);
        make.WaitForExit();
        return path;
    }

    private void Change(string change)
    {
        string other = _folder.PathOf("other");
        switch (change)
        {
            case "deleted":
                File.Delete(_folder.OutPath);
                break;
            case "replaced":
                File.WriteAllText(other, "");
                File.Move(other, _folder.OutPath, overwrite: true);
                break;
            case "renamed":
                File.Move(_folder.OutPath, other);
                break;
            default:
                // As a shell does it, which asks for no lock.
                string redirect = change == "emptied" ? ">" : "echo note >>";
                using (var shell = System.Diagnostics.Process.Start("sh", ["-c", $"{redirect} '{_folder.OutPath}'"]))
                {
                    shell.WaitForExit();
                }

                break;
        }
    }
}
