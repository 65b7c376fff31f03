namespace HfEndpoints.Client;

/// <summary>Says where in a file something can't be meant.</summary>
/// <param name="file">The file's path.</param>
internal sealed class FileProblems(string file)
{
    public HfException At(int line, string problem) => new(HfErrorKind.InvalidFile, $"'{file}', line {line}: {problem}");
}
