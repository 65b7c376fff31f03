namespace HfEndpoints.Tests;

/// <summary>What .editorconfig asks for and no tool enforces.</summary>
public sealed class SourceTests
{
    private const int MaxLineLength = 140;

    private static readonly string[] s_folders = ["src", "tests", "samples"];

    // To be emptied: what was written before the rule.
    private static readonly string[] s_exempt =
    [
        "src/HfEndpoints", "src/HfEndpoints.Client", "src/HfEndpoints.Emulator", "src/HfEndpoints.Emulator.Models",
        "tests/HfEndpoints.Client.Tests", "tests/HfEndpoints.Emulator.Tests",
    ];

    [Fact]
    public void LinesAreNotTooLong()
    {
        IEnumerable<string> projects = s_folders
            .SelectMany(folder => Directory.GetDirectories(Build.PathOf(folder)))
            .Where(project => !s_exempt.Contains(Path.GetRelativePath(Build.PathOf("."), project).Replace('\\', '/')));
        string[] files = [.. projects.SelectMany(project => Directory.GetFiles(project, "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))];

        Assert.NotEmpty(files);
        Assert.Empty(files.SelectMany(file => File.ReadLines(file).Index()
            .Where(line => line.Item.Length > MaxLineLength)
            .Select(line => $"{file}({line.Index + 1})")));
    }
}
