using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Text.Json.Nodes;
using HfEndpoints.Tests;

namespace HfEndpoints.Chaos;

/// <summary>Stops each command at random moments, in each way there is.</summary>
internal sealed class StopRun(int seed)
{
    private const int Lanes = 4;
    private const int LongestMoment = 150;
    private const int Soon = 100;

    // A command that ended before it was stopped is tried again, with a shorter time.
    private const int TriesPerStop = 3;
    private const int Crowd = 130;

    // Not a limit for users, but for the test: a busy machine must not fail it.
    private const int Bound = 1000;
    private static readonly string[] s_ways = ["Stop", "BeginStop", "Select-Object -First", "closing the runspace"];

    private readonly Lock _lock = new();
    private readonly List<string> _wrong = [];
    private readonly Dictionary<string, List<Stop>> _times = StopCase.All.ToDictionary(stop => stop.Name, _ => new List<Stop>());

    public IReadOnlyList<string> Wrong => _wrong;

    /// <summary>Stops each command so many times.</summary>
    public async Task RunAsync(int times)
    {
        string folder = Directory.CreateTempSubdirectory("hfendpoints-stops-").FullName;
        using var leftovers = new Leftovers();
        using (var lateness = new Lateness())
        using (var farm = new Farm())
        {
            await Task.WhenAll(Enumerable.Range(0, Lanes)
                .Select(number => Task.Run(() => RunLaneAsync(farm, lateness, number, times, folder))));
        }

        _wrong.AddRange(await leftovers.FindAsync());
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>
    /// A table in Markdown: the command, how often it was stopped, how long that took, how late the machine was in the worst of them, how
    /// long one of its threads waited for a processor, and what is the most without the longer of these.
    /// </summary>
    public string ToMarkdown()
    {
        IEnumerable<string> rows = _times.Where(pair => pair.Value.Count > 0).Select(pair =>
        {
            Stop[] sorted = [.. pair.Value.OrderBy(stop => stop.Took)];
            return string.Create(
                CultureInfo.InvariantCulture,
                $"| {pair.Key} | {sorted.Length} | {sorted[sorted.Length / 2].Took:0} | {sorted.Count(stop => stop.Took <= Soon)} "
                + $"| {sorted[^1].Took:0} | {sorted[^1].Late:0} | {sorted[^1].Waited:0} | {sorted.Max(stop => stop.Own):0} |");
        });
        return string.Join(
            '\n',
            [
                $"| Stopped | Times | Median (ms) | Within {Soon} ms | Worst (ms) | Late meanwhile (ms) | Waited for a processor (ms) "
                + "| Worst without (ms) |",
                "|---|---|---|---|---|---|---|---|",
                .. rows,
            ]);
    }

    private async Task RunLaneAsync(Farm farm, Lateness lateness, int number, int times, string folder)
    {
        using Service service = await farm.StartAsync($"stop{number}", $"hf_stop{number}secret", seed, speed: 1, "--token-ms 10");
        await service.AddEndpointsAsync(Crowd, service.Organization);
        await service.PutEndpointAsync(StopCase.Starting, new JsonObject
        {
            ["state"] = "initializing",
            ["tags"] = new JsonArray("emulator:stay-initializing"),
        });
        await service.PutEndpointAsync(World.Embedder, World.EmbeddingModel());
        var random = new Random((seed * Lanes) + number);
        Shell? shell = null;
        try
        {
            var longest = new double[StopCase.All.Count];
            Array.Fill(longest, LongestMoment);
            for (int turn = 0; turn < times * TriesPerStop; turn++)
            {
                for (int i = number; i < StopCase.All.Count; i += Lanes)
                {
                    int before = _times[StopCase.All[i].Name].Count;
                    if (before >= times)
                    {
                        continue;
                    }

                    shell ??= await OpenAsync(service, folder);
                    string way = s_ways[(turn + i) % s_ways.Length];
                    IReadOnlyList<string> wrong = await StopAsync(
                        shell, service, lateness, StopCase.All[i], way, random, random.NextDouble() * longest[i]);
                    longest[i] = _times[StopCase.All[i].Name].Count > before ? longest[i] : Math.Max(1, longest[i] * 0.9);
                    lock (_lock)
                    {
                        _wrong.AddRange(wrong.Select(text => $"seed {seed}, {StopCase.All[i].Name}, {way}, turn {turn}: {text}"));
                    }

                    if (way == s_ways[3])
                    {
                        shell.Dispose();
                        shell = null;
                    }
                }
            }
        }
        finally
        {
            shell?.Dispose();
        }
    }

    private static async Task<Shell> OpenAsync(Service service, string folder)
    {
        string file = Path.Combine(folder, service.User);
        await File.WriteAllTextAsync(
            file + ".json", """{"Endpoints":[{"Name":"demo","MaxReplica":2},{"Name":"starting","MaxReplica":3}]}""");
        var shell = new Shell();
        await shell.InvokeAsync(
            """
            $ConfirmPreference = 'None'
            $address, $organization, $path, $out = $args[0], $args[2], "$($args[3]).json", "$($args[3]).jsonl"
            $null = Connect-HfAccount -EmulatorUri $address -Token $args[1] -Scope Runspace
            """,
            service.Address,
            service.Token,
            service.Organization,
            file);
        return shell;
    }

    private async Task<IReadOnlyList<string>> StopAsync(
        Shell shell, Service service, Lateness lateness, StopCase stop, string way, Random random, double moment)
    {
        await service.PutEndpointAsync(StopCase.Demo, World.TextModel());
        await service.TakeRequestsAsync();
        await service.FailAsync(stop.Rules);
        bool isFirst = way == s_ways[2];
        Task run = shell.Start(stop.Script + (isFirst ? $" | Select-Object -First {random.Next(1, 4)}" : ""));
        await Task.WhenAny(run, Task.Delay(TimeSpan.FromMilliseconds(moment)));
        bool wasRunning = !run.IsCompleted;

        var processors = new ProcessorWait();
        long begun = Stopwatch.GetTimestamp();
        await (way switch
        {
            "BeginStop" => shell.BeginStopAsync(),
            "closing the runspace" => shell.CloseAsync(),
            _ => shell.StopAsync(),
        });
        long ended = Stopwatch.GetTimestamp();
        double took = Stopwatch.GetElapsedTime(begun, ended).TotalMilliseconds;

        // A wait may have begun before the stop, which Linux counts as a whole when it is over.
        var stopped = new Stop(
            took, lateness.Between(begun, ended).TotalMilliseconds, Math.Min(took, processors.Longest().TotalMilliseconds));
        int emitted = shell.Output.Count;
        List<string> wrong = [.. await EndAsync(run, shell)];
        try
        {
            await Deadline.UntilAsync(async () => await service.InFlightAsync() == 0);
        }
        catch (OperationCanceledException)
        {
            wrong.AddRange((await service.RequestsAsync()).Where(request => (bool)request["inFlight"]!)
                .Select(request => $"a request was left open: {request.ToJsonString()}"));
        }

        int requests = (await service.RequestsAsync()).Count;
        if (wasRunning)
        {
            lock (_lock)
            {
                _times[stop.Name].Add(stopped);
            }
        }

        if (stopped.Took - stopped.Late > Bound)
        {
            wrong.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"it took {stopped.Took:0} ms, of which the machine was late for {stopped.Late:0}, "
                + $"and a thread waited {stopped.Waited:0} for a processor"));
        }

        if (shell.Output.Count > emitted)
        {
            wrong.Add("something was emitted afterwards");
        }

        await service.FailAsync();
        if ((await service.RequestsAsync()).Count > requests)
        {
            wrong.Add("something was sent afterwards");
        }

        if (stop.Script.StartsWith("Use-", StringComparison.Ordinal) && requests > 1
            && (await service.LookAsync()).StateOf(StopCase.Demo) != "paused")
        {
            wrong.Add("the endpoint still runs");
        }

        if (way != s_ways[3] && await shell.InvokeAsync("Get-HfInferenceEndpoint embedder") is not [_])
        {
            wrong.Add($"the session is of no use any more: {string.Join('\n', shell.Errors)}");
        }

        return wrong;
    }

    /// <summary>A stop is no error.</summary>
    private static async Task<IReadOnlyList<string>> EndAsync(Task run, Shell shell)
    {
        try
        {
            await run.WithinDeadlineAsync();
        }
        catch (Exception exception) when (exception is PipelineStoppedException or PSInvalidOperationException)
        {
            return shell.Errors.Count == 0 ? [] : [$"a stop is no error: {shell.Errors[0]}"];
        }
        catch (Exception exception) when (exception is RuntimeException or TimeoutException)
        {
            return [$"{exception.GetType().Name}: {exception.Message}"];
        }

        return shell.Errors.Count == 0 ? [] : [$"it ended by itself: {shell.Errors[0]}"];
    }

    /// <summary>One stop, in milliseconds.</summary>
    /// <param name="Took">How long it took.</param>
    /// <param name="Late">How much of that the machine was late by itself.</param>
    /// <param name="Waited">How long one of its threads waited for a processor.</param>
    private sealed record Stop(double Took, double Late, double Waited)
    {
        // Both count the same time, each a part of it, so their sum would be too much.
        public double Own => Took - Math.Max(Late, Waited);
    }
}
