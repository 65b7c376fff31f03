using System.Diagnostics;

namespace HfEndpoints.Chaos;

/// <summary>A run: lanes side by side that draw operations and faults from a seed, and what went wrong.</summary>
internal sealed class ChaosRun(int seed)
{
    private const int Lanes = 6;

    // What one lane draws must not depend on how many the others have done.
    private const int SeedsPerRun = 1000;

    private readonly Lock _lock = new();
    private readonly List<string> _wrong = [];

    public Tally Tally { get; } = new();

    /// <summary>What was not as promised, each with what repeats it.</summary>
    public IReadOnlyList<string> Wrong => _wrong;

    /// <summary>Runs until a number of operations is done, or a time is over.</summary>
    public async Task RunAsync(int operations, TimeSpan limit)
    {
        string folder = Directory.CreateTempSubdirectory("hfendpoints-chaos-").FullName;
        using var leftovers = new Leftovers();
        try
        {
            using (var farm = new Farm())
            {
                long begun = Stopwatch.GetTimestamp();
                await Task.WhenAll(Enumerable.Range(0, Lanes).Select(number => Task.Run(async () =>
                {
                    using Lane lane = await Lane.OpenAsync(farm, number, (seed * SeedsPerRun) + number, folder);
                    for (int step = number; step < operations && Stopwatch.GetElapsedTime(begun) < limit; step += Lanes)
                    {
                        (Outcome outcome, IReadOnlyList<string> wrong) = await lane.StepAsync();
                        Note(outcome, wrong, $"seed {seed}, lane {number}, operation {step / Lanes}");
                    }

                    IReadOnlyList<string> left = await lane.EndAsync();
                    lock (_lock)
                    {
                        _wrong.AddRange(left.Select(text => $"seed {seed}, lane {number}, at the end: {text}"));
                    }
                })));
            }

            _wrong.AddRange(await leftovers.FindAsync());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void Note(Outcome outcome, IReadOnlyList<string> wrong, string place)
    {
        lock (_lock)
        {
            Tally.Add(outcome, wrong.Count > 0);
            string fault = outcome.Strike.Fault is { } some ? $"{some.Name}, {outcome.Hits} times" : "no fault";
            _wrong.AddRange(wrong.Select(text => $"{place} ({fault}): {text}\n    {outcome.Operation.Script}"));
        }
    }
}
