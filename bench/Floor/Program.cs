using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using HfEndpoints.Bench.Floor;

// What the work costs without the module: each line of the input is the name of a work and its arguments, and is
// answered by the milliseconds and the processor's milliseconds it took, and the working set in MB. It ends with its input.
using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(args[0]) };
var work = new Work(client);
using var process = Process.GetCurrentProcess();
while (await Console.In.ReadLineAsync() is { } line)
{
    string[] words = line.Split(' ');
    TimeSpan before = process.TotalProcessorTime;
    TimeSpan compiled = JitInfo.GetCompilationTime();
    long start = Stopwatch.GetTimestamp();
    await work.DoAsync(words[0], words[1..]);
    TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
    process.Refresh();
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{elapsed.TotalMilliseconds:F1} {(process.TotalProcessorTime - before).TotalMilliseconds:F0} {process.WorkingSet64 >> 20} "
        + $"{(JitInfo.GetCompilationTime() - compiled).TotalMilliseconds:F0}"));
}
