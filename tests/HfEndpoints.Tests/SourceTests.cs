namespace HfEndpoints.Tests;

/// <summary>What .editorconfig asks for and no tool enforces.</summary>
public sealed class SourceTests
{
    private const int MaxLineLength = 140;

    private static readonly string[] s_folders = ["src", "tests", "bench", "samples"];

    [Fact]
    public void LinesAreNotTooLong()
    {
        string[] files = [.. s_folders.SelectMany(folder => Directory.GetFiles(Build.PathOf(folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))];

        Assert.NotEmpty(files);
        Assert.Empty(files.SelectMany(file => File.ReadLines(file).Index()
            .Where(line => line.Item.Length > MaxLineLength)
            .Select(line => $"{file}({line.Index + 1})")));
    }
}
