namespace HfEndpoints.Client;

/// <summary>Where the emulator is on this machine: a program, and what comes before the emulator's own options.</summary>
/// <param name="FileName">The program.</param>
/// <param name="Arguments">Its first arguments.</param>
internal sealed record EmulatorProgram(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>The environment variable with the path of the emulator.</summary>
    public const string Variable = "HF_EMULATOR";

    private const string Tool = "hf-emulator";
    private const string Package = "HfEndpoints.Emulator";

    // In a clone the module is in output/HfEndpoints/<version>/lib.
    private static readonly string s_built = Path.GetFullPath(
        Path.Combine(Path.GetDirectoryName(typeof(EmulatorProgram).Assembly.Location) ?? ".", "../../../emulator", $"{Package}.dll"));

    private static string Advice => $"Install it with 'dotnet tool install --global {Package}' (it needs the .NET 10 SDK), or name it with "
        + $"-Path or in the environment variable {Variable}.";

    /// <summary>
    /// Finds it: what was named, else the one that was built together with the module, else the tool on PATH or among the user's
    /// tools, else what <c>dotnet tool exec</c> gets.
    /// </summary>
    /// <param name="path">The tool, or the assembly <c>HfEndpoints.Emulator.dll</c>; null to look for it.</param>
    /// <exception cref="HfException">It is not there.</exception>
    public static EmulatorProgram Find(string? path)
    {
        path ??= Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : null;
        path ??= File.Exists(s_built) ? s_built : null;
        if (path is not null)
        {
            return !File.Exists(path) ? throw NotStarted($"There is no file '{path}'.")
                : Path.GetExtension(path).Equals(".dll", StringComparison.OrdinalIgnoreCase) ? new EmulatorProgram("dotnet", ["exec", path])
                : new EmulatorProgram(path, []);
        }

        string tools = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dotnet", "tools");
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return In(Tool, [.. folders, tools]) is { } tool ? new EmulatorProgram(tool, [])
            : In("dotnet", folders) is { } dotnet ? new EmulatorProgram(dotnet, ["tool", "exec", $"{Package}@{Version}", "--yes", "--"])
            : throw NotStarted($"The emulator is not on this machine. {Advice}");
    }

    /// <summary>The exception for an emulator that does not start.</summary>
    public static HfException NotStarted(string why, Exception? cause = null) => new(HfErrorKind.EmulatorNotStarted, why, cause);

    // The emulator of this version.
    private static string Version => typeof(EmulatorProgram).Assembly.GetName().Version!.ToString(3);

    private static string? In(string program, string[] folders)
    {
        string[] names = OperatingSystem.IsWindows() ? [$"{program}.exe", $"{program}.cmd"] : [program];
        return folders.SelectMany(folder => names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }
}
