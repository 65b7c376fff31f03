using System.Diagnostics;
using System.Globalization;
using HfEndpoints.Tests;

namespace HfEndpoints.Chaos;

/// <summary>
/// The long run: <c>--minutes 30 --seed 42 --operations 1500 --stops 100 --save</c>, all of them optional. With <c>--soak</c> nothing is
/// stopped, and it is watched what the process holds.
/// </summary>
internal static class Program
{
    private const string Chaos = "chaos: written by ./build.sh chaos -Save";
    private const string Soak = "soak: written by ./build.sh chaos -Soak -Save";

    public static async Task<int> Main(string[] arguments)
    {
        int seed = Number("--seed") ?? Environment.TickCount & 0xFFFF;
        int operations = Number("--operations") ?? int.MaxValue;
        TimeSpan limit = TimeSpan.FromMinutes(Number("--minutes") ?? 30);
        var run = new ChaosRun(seed);
        if (arguments.Contains("--soak"))
        {
            var soak = new Soak();
            await soak.WatchAsync(run.RunAsync(operations, limit));
            return Finish(Soak, $"""
                {run.Tally.Operations} operations in {limit.TotalMinutes:0} minutes in six runspaces (seed {seed}):

                {soak.ToMarkdown()}
                """, [.. run.Wrong, .. soak.Wrong]);
        }

        var stops = new StopRun(seed);
        long begun = Stopwatch.GetTimestamp();
        await run.RunAsync(operations, limit);
        string summary = string.Create(
            CultureInfo.InvariantCulture,
            $"A run of {run.Tally.Operations} operations in {Stopwatch.GetElapsedTime(begun).TotalMinutes:0.0} minutes "
            + $"(seed {seed}), in which {run.Tally.Struck} requests failed:");
        await stops.RunAsync(Number("--stops") ?? 100);
        string report = $"""
            {summary}

            {run.Tally.ToMarkdown()}

            Commands that were stopped at random moments, while they waited, streamed, retried or slept, by Stop, BeginStop, Select-Object
            -First or closing the runspace. Beside it a thread only slept for 2 ms again and again, and had the thread pool do nothing:
            "late meanwhile" is how long these were late during the worst stop, because the processors were busy or .NET collected garbage.
            "Waited for a processor" is the longest that a thread of the kinds that a stop needs was ready to run meanwhile and got none, as
            Linux counts it. "Worst without" is the most that is left of any stop without the longer of the two.

            {stops.ToMarkdown()}
            """;
        return Finish(Chaos, report, [.. run.Wrong, .. stops.Wrong]);

        int Finish(string what, string report, string[] broken)
        {
            Console.WriteLine(report);
            foreach (string wrong in broken)
            {
                Console.WriteLine($"WRONG: {wrong}");
            }

            if (arguments.Contains("--save"))
            {
                Save(what, report);
            }

            Console.WriteLine(broken.Length == 0 ? "All promises were kept." : $"{broken.Length} promises were broken.");
            return broken.Length == 0 ? 0 : 1;
        }

        int? Number(string name) => Array.IndexOf(arguments, name) is >= 0 and int at
            ? int.Parse(arguments[at + 1], CultureInfo.InvariantCulture)
            : null;
    }

    private static void Save(string what, string report)
    {
        string path = Build.PathOf("docs/reliability.md");
        string page = File.ReadAllText(path);
        string mark = $"<!-- {what} -->";
        int begin = page.IndexOf(mark, StringComparison.Ordinal) + mark.Length;
        int end = page.IndexOf($"<!-- end of {what.Split(':')[0]} -->", StringComparison.Ordinal);
        File.WriteAllText(path, $"{page[..begin]}\n\n{report}\n\n{page[end..]}");
    }
}
