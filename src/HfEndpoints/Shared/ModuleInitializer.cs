using System.Reflection;
using System.Runtime.Loader;

namespace HfEndpoints.Commands;

/// <summary>
/// Loads the client library, and the packages it needs, into a load context of its own. Another module may load other
/// versions of the same packages without conflict.
/// </summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private const string ClientAssembly = "HfEndpoints.Client";

    // Kept when the module is removed and imported again, so that the types stay the same.
    private static readonly IsolatedLoadContext s_context = new(
        Path.Combine(Path.GetDirectoryName(typeof(ModuleInitializer).Assembly.Location)!, "lib"));

    /// <summary>Called by the engine when the module is imported.</summary>
    public void OnImport()
    {
        AssemblyLoadContext.Default.Resolving -= Resolve;
        AssemblyLoadContext.Default.Resolving += Resolve;
    }

    /// <summary>Called by the engine when the module is removed.</summary>
    /// <param name="psModuleInfo">The module.</param>
    public void OnRemove(PSModuleInfo psModuleInfo) => AssemblyLoadContext.Default.Resolving -= Resolve;

    // Only the assembly that the cmdlets refer to. The isolated context resolves the rest of lib/.
    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name == ClientAssembly ? s_context.LoadFromAssemblyName(name) : null;
}
