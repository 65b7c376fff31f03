using SharpFuzz;

namespace HfEndpoints.Fuzz;

/// <summary>
/// <c>answers</c> and the other targets: runs one under a fuzzer, or on the files given. <c>record PATH</c>: records the answers of the
/// emulator. <c>seeds FOLDER</c>: writes what a fuzzer begins with.
/// </summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["record", { } path]:
                await Exchange.RecordAsync(path);
                return 0;
            case ["seeds", { } folder]:
                Seeds.Write(folder);
                return 0;
            case [{ } target] when Target.ByName.ContainsKey(target):
                Fuzzer.Run(stream => Target.RunAsync(target, ReadAll(stream)).GetAwaiter().GetResult());
                return 0;
            case [{ } target, .. { } files] when Target.ByName.ContainsKey(target):
                foreach (string file in files)
                {
                    await Target.RunAsync(target, await File.ReadAllBytesAsync(file));
                }

                return 0;
            default:
                await Console.Error.WriteLineAsync($"Use one of: record PATH, seeds FOLDER, {string.Join(", ", Target.ByName.Keys)}");
                return 2;
        }
    }

    private static byte[] ReadAll(Stream stream)
    {
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
