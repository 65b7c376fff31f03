namespace HfEndpoints.Client.Tests;

/// <summary>A home folder and environment variables of a test's own.</summary>
internal sealed class Variables : Dictionary<string, string>, IDisposable
{
    public Variables() => this["HOME"] = Home;

    public string Home { get; } = Directory.CreateTempSubdirectory("hfclient").FullName;

    public HfEnvironment Environment => new(name => GetValueOrDefault(name));

    public string Write(string path, string text)
    {
        string full = Path.Combine(Home, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }

    public void Dispose() => Directory.Delete(Home, recursive: true);

    private string? GetValueOrDefault(string name) => TryGetValue(name, out string? value) ? value : null;
}
