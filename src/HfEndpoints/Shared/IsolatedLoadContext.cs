using System.Reflection;
using System.Runtime.Loader;

namespace HfEndpoints.Commands;

/// <summary>A load context that searches one folder first, then the default context.</summary>
internal sealed class IsolatedLoadContext(string folder) : AssemblyLoadContext("HfEndpoints")
{
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string path = Path.Combine(folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
