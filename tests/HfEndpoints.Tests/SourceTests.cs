using System.Text.RegularExpressions;

namespace HfEndpoints.Tests;

/// <summary>What .editorconfig and the house rules ask for and no tool enforces.</summary>
public sealed partial class SourceTests
{
    private const int MaxLineLength = 140;
    private const int MaxLines = 300;

    private static readonly string[] s_folders = ["src", "tests", "bench", "samples"];

    [Fact]
    public void LinesAreNotTooLong() => Assert.Empty(Find("*.cs").SelectMany(file => File.ReadLines(file).Index()
        .Where(line => line.Item.Length > MaxLineLength)
        .Select(line => $"{file}({line.Index + 1})")));

    [Theory]
    [InlineData("*.cs")]
    [InlineData("*.ps1")]
    public void FilesAreNotTooLong(string pattern) =>
        Assert.DoesNotContain(Find(pattern), file => File.ReadLines(file).Count() > MaxLines);

    /// <summary>A name that two parts of the product have for different things is read wrong in one of them.</summary>
    [Fact]
    public void EveryTypeHasANameOfItsOwn() => Assert.Empty(Find("*.cs", "src")
        .SelectMany(file => TypeDeclaration().Matches(File.ReadAllText(file))
            .Select(match => (Name: match.Groups["name"].Value, File: file, IsPart: match.Groups["part"].Success)))
        .GroupBy(type => type.Name)
        .Where(types => types.Count(type => !type.IsPart) + (types.Any(type => type.IsPart) ? 1 : 0) > 1)
        .Select(types => $"{types.Key}: {string.Join(", ", types.Select(type => type.File))}"));

    /// <summary>What is run is built here or restored, so that everyone can read where it comes from.</summary>
    [Fact]
    public void NoProgramIsKeptInTheRepository()
    {
        byte[][] programs = ["\x7fELF"u8.ToArray(), "MZ"u8.ToArray(), "PK\x03\x04"u8.ToArray(), [0xCF, 0xFA, 0xED, 0xFE]];
        Assert.DoesNotContain(Find("*"), file =>
        {
            using FileStream stream = File.OpenRead(file);
            byte[] start = new byte[4];
            int length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            return programs.Any(program => start.AsSpan(0, length).StartsWith(program));
        });
    }

    private static string[] Find(string pattern, params string[] folders)
    {
        char slash = Path.DirectorySeparatorChar;
        string[] files = [.. (folders.Length > 0 ? folders : s_folders)
            .SelectMany(folder => Directory.GetFiles(Build.PathOf(folder), pattern, SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{slash}obj{slash}", StringComparison.Ordinal)
                && !file.Contains($"{slash}bin{slash}", StringComparison.Ordinal))];
        Assert.NotEmpty(files);
        return files;
    }

    // Types in a namespace; what is nested in one is named with it.
    [GeneratedRegex(
        @"^(?:public |internal |file |static |sealed |abstract |readonly |ref |(?<part>partial ))*"
            + @"(?:class|record struct|record|struct|interface|enum) (?<name>\w+(?:<[^>]*>)?)",
        RegexOptions.Multiline)]
    private static partial Regex TypeDeclaration();
}
