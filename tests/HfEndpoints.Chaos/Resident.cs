using System.Globalization;

namespace HfEndpoints.Chaos;

/// <summary>What the memory of this process is that is really there, in megabytes. Only Linux tells; elsewhere it is nothing.</summary>
/// <param name="Code">Code that was compiled, and what the runtime keeps with it.</param>
/// <param name="Files">Assemblies and libraries, which other processes share.</param>
/// <param name="Heap">What .NET's collector has taken from the system for objects, also what is free in it.</param>
/// <param name="Rest">Everything else: the C library's heaps, stacks of threads, the runtime's tables.</param>
internal sealed record Resident(double Code, double Files, double Heap, double Rest)
{
    private const string Maps = "/proc/self/smaps";
    private const double Megabyte = 1024 * 1024;

    public static Resident Read()
    {
        double heap = GC.GetGCMemoryInfo().TotalCommittedBytes / Megabyte;
        double code = 0;
        double files = 0;
        double anonymous = 0;
        string name = "";
        foreach (string line in File.Exists(Maps) ? File.ReadLines(Maps) : [])
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (!words[0].EndsWith(':'))
            {
                // The line of a mapping: its addresses, rights, place, device, number and name.
                name = words.Length > 5 ? words[5] : "";
            }
            else if (words[0] == "Rss:")
            {
                double size = double.Parse(words[1], CultureInfo.InvariantCulture) / 1024;
                code += name.Contains("doublemapper", StringComparison.Ordinal) ? size : 0;
                bool isFile = name.StartsWith('/') && !name.StartsWith("/memfd", StringComparison.Ordinal);
                files += isFile ? size : 0;
                anonymous += !name.StartsWith('/') ? size : 0;
            }
        }

        return new Resident(code, files, heap, Math.Max(0, anonymous - heap));
    }
}
