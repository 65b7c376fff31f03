using System.Reflection;

namespace HfEndpoints.Tests;

/// <summary>Where the build has put what is tested.</summary>
internal static class Build
{
    private static readonly string s_root = Metadata("RepositoryRoot");

    public static string DotNet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>The manifest of the module under test: the one the build names, else the one in output/.</summary>
    public static string ModuleManifest { get; } =
        Environment.GetEnvironmentVariable("HFENDPOINTS_MODULE") is { Length: > 0 } named
            ? named
            : Directory.GetFiles(Path.Combine(s_root, "output", "HfEndpoints"), "HfEndpoints.psd1", SearchOption.AllDirectories)
                .MaxBy(File.GetLastWriteTimeUtc)
                ?? throw new FileNotFoundException("There is no built module under output/.");

    /// <summary>A source file or folder of the repository.</summary>
    public static string PathOf(string relative) => Path.Combine(s_root, relative);

    /// <summary>The assembly that a project of the repository was built to.</summary>
    public static string ProgramOf(string project) =>
        Path.Combine(s_root, project, "bin", Metadata("Configuration"), "net10.0", Path.GetFileName(project) + ".dll");

    private static string Metadata(string key) =>
        typeof(Build).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
