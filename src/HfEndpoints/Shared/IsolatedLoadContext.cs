using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace HfEndpoints.Commands;

/// <summary>
/// A load context that searches one folder first, then the default context. Assemblies that were compiled ahead of time for
/// this platform are in a folder of its name, and preferred.
/// </summary>
internal sealed class IsolatedLoadContext(string folder) : AssemblyLoadContext("HfEndpoints")
{
    private static readonly string s_platform =
        (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")
        + (RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "-arm64" : "-x64");

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string file = assemblyName.Name + ".dll";
        string[] paths = [Path.Combine(folder, s_platform, file), Path.Combine(folder, file)];
        return paths.FirstOrDefault(File.Exists) is { } path ? LoadFromAssemblyPath(path) : null;
    }
}
