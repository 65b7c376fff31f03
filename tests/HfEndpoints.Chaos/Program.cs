using System.Diagnostics;
using System.Globalization;
using HfEndpoints.Tests;

namespace HfEndpoints.Chaos;

/// <summary>The long run: <c>--minutes 30 --seed 42 --operations 1500 --save</c>, all of them optional.</summary>
internal static class Program
{
    private const string Begin = "<!-- chaos: written by ./build.sh chaos -Save -->";
    private const string End = "<!-- end of chaos -->";

    public static async Task<int> Main(string[] arguments)
    {
        int seed = Number("--seed") ?? Environment.TickCount & 0xFFFF;
        int operations = Number("--operations") ?? int.MaxValue;
        TimeSpan limit = TimeSpan.FromMinutes(Number("--minutes") ?? 30);
        var run = new ChaosRun(seed);
        long begun = Stopwatch.GetTimestamp();
        await run.RunAsync(operations, limit);
        string summary = string.Create(
            CultureInfo.InvariantCulture,
            $"A run of {run.Tally.Operations} operations in {Stopwatch.GetElapsedTime(begun).TotalMinutes:0.0} minutes "
            + $"(seed {seed}), in which {run.Tally.Struck} requests failed:");
        string report = $"{summary}\n\n{run.Tally.ToMarkdown()}\n";
        Console.WriteLine(report);
        foreach (string wrong in run.Wrong)
        {
            Console.WriteLine($"WRONG: {wrong}");
        }

        if (arguments.Contains("--save"))
        {
            Save(report);
        }

        Console.WriteLine(run.Wrong.Count == 0 ? "All promises were kept." : $"{run.Wrong.Count} promises were broken.");
        return run.Wrong.Count == 0 ? 0 : 1;

        int? Number(string name) => Array.IndexOf(arguments, name) is >= 0 and int at
            ? int.Parse(arguments[at + 1], CultureInfo.InvariantCulture)
            : null;
    }

    private static void Save(string report)
    {
        string path = Build.PathOf("docs/reliability.md");
        string page = File.ReadAllText(path);
        int begin = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = page.IndexOf(End, StringComparison.Ordinal);
        File.WriteAllText(path, $"{page[..begin]}\n\n{report}\n{page[end..]}");
    }
}
