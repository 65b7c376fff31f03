using System.Globalization;

namespace HfEndpoints.Chaos;

/// <summary>
/// How long threads that are ready to run wait for a processor, as Linux counts it for each; nothing elsewhere. A thread that only
/// sleeps says little about that, because the system prefers it to those that worked before. It is not known which thread of the pool
/// carries on the work of a stop, so it may be another's.
/// </summary>
internal sealed class ProcessorWait
{
    private const string Threads = "/proc/self/task";

    // Those that a stop passes through: the one that asks for it, those of the work, and the pipeline's. Linux cuts names off.
    private static readonly string[] s_names = [".NET Long Runni", ".NET TP Worker", "Pipeline Execut"];

    private readonly Dictionary<string, TimeSpan> _before = Read();

    /// <summary>The longest that one thread of a stop has waited since then.</summary>
    public TimeSpan Longest() =>
        Read().Select(thread => thread.Value - _before.GetValueOrDefault(thread.Key)).DefaultIfEmpty().Max();

    private static Dictionary<string, TimeSpan> Read()
    {
        var waits = new Dictionary<string, TimeSpan>();
        foreach (string folder in Directory.Exists(Threads) ? Directory.GetDirectories(Threads) : [])
        {
            try
            {
                if (s_names.Contains(File.ReadAllText(Path.Combine(folder, "comm")).Trim()))
                {
                    string nanoseconds = File.ReadAllText(Path.Combine(folder, "schedstat")).Split(' ')[1];
                    waits[folder] = TimeSpan.FromMicroseconds(long.Parse(nanoseconds, CultureInfo.InvariantCulture) / 1000);
                }
            }
            catch (IOException)
            {
                // The thread has ended meanwhile.
            }
        }

        return waits;
    }
}
