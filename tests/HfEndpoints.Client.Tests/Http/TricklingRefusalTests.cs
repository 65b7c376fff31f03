using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

/// <summary>
/// A refusal whose text never ends: silent after a piece, or a byte now and then. Whatever was asked, it is reported after 10 s of the
/// clock, which no byte puts off.
/// </summary>
public sealed class TricklingRefusalTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private static readonly Dictionary<string, Func<HfClient, InferenceTarget, BatchFolder, Task>> s_calls = new()
    {
        ["who I am"] = (client, _, _) => client.Hub.WhoAmIAsync(),
        ["an endpoint"] = (client, _, _) => client.Endpoints.GetAsync("acme", "e"),
        ["a list"] = (client, _, _) => Expect.AllAsync(client.Endpoints.ListAsync("acme")),
        ["a pause"] = (client, _, _) => client.Endpoints.PauseAsync("acme", "e"),
        ["a wait"] = async (client, _, _) => Throw(Assert.Single(await Expect.AllAsync(
            client.GetWaiter().WaitAsync([new WaitTarget("acme", "e")], new WaitOptions { FollowEvents = false }))).Error),
        ["a wait by events"] = async (client, _, _) => Throw(Assert.Single(await Expect.AllAsync(
            client.GetWaiter().WaitAsync([new WaitTarget("acme", "e")], new WaitOptions()))).Error),
        ["health"] = (client, target, _) => client.Health.IsHealthyAsync(target),
        ["a text"] = (client, target, _) => client.GetTextGenerationClient(target).GenerateAsync("hi"),
        ["a text as a stream"] = (client, target, _) => Expect.AllAsync(client.GetTextGenerationClient(target).StreamAsync("hi")),
        ["a log"] = (client, _, _) => client.Logs.DownloadAsync("acme", "e", new LogQuery { Level = "INFO" }, Stream.Null),
        ["a log that is followed"] = (client, _, _) => Expect.AllAsync(client.Logs.FollowAsync("acme", "e")),
        ["a server"] = (client, target, _) => client.GetServerInfoClient(target).GetAsync(),
        ["a batch"] = (client, target, folder) => folder.RunAsync(client.GetBatchClient(target), folder.WriteJobs(1)),
    };

    private readonly ManualTimeProvider _clock = new();
    private readonly BatchFolder _folder = new();

    public static TheoryData<string, bool> Calls
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (string call in s_calls.Keys)
            {
                data.Add(call, false);
                data.Add(call, true);
            }

            return data;
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task IsReportedInTime(string call, bool isTrickling)
    {
        using var over = new CancellationTokenSource();
        await using var server = new RawServer(async connection =>
        {
            await connection.WriteAsync("HTTP/1.1 403 X\r\nContent-Length: 1000000\r\n\r\nno acc");
            while (isTrickling && !over.IsCancellationRequested)
            {
                await connection.WriteAsync(".");
                await Task.Delay(5);
            }

            await connection.HangAsync();
        });
        HfClient client = server.Client(options => options with { TimeProvider = _clock, MaxRetries = 0 });
        var target = new InferenceTarget(server.Address) { Engine = ServerEngine.Tgi };

        Task run = s_calls[call](client, target, _folder);
        if (call == "health")
        {
            // All of it has no more time than that: let the refusal come first.
            await Deadline.UntilAsync(() => Task.FromResult(_clock.PendingTimers == 2));
        }

        await _clock.PassAsync(s_patience);

        HfException failure = await Expect.FailureAsync(HfErrorKind.Forbidden, () => run);
        Assert.Contains("no acc", failure.Message, StringComparison.Ordinal);
        await over.CancelAsync();
    }

    private static void Throw(Exception? failure)
    {
        if (failure is not null)
        {
            throw failure;
        }
    }
}
