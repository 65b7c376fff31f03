using System.Management.Automation;
using HfEndpoints.Client.Errors;

namespace HfEndpoints.Commands;

/// <summary>Paths as users give them: relative to their location, or on a drive of PowerShell's.</summary>
internal static class FilePath
{
    /// <summary>Makes a path of the file system, of a file that need not be there.</summary>
    /// <param name="session">The session, for its location and drives.</param>
    /// <param name="parameter">The parameter's name, for the message.</param>
    /// <param name="given">The path as given.</param>
    /// <exception cref="HfException">It is on a drive of another provider.</exception>
    public static string Resolve(SessionState session, string parameter, string given)
    {
        string path = session.Path.GetUnresolvedProviderPathFromPSPath(given, out ProviderInfo provider, out _);
        return provider.Name == "FileSystem"
            ? path
            : throw new HfException(
                HfErrorKind.InvalidRequest,
                $"-{parameter} is '{given}', on a drive of {provider.Name}: a path of a file is allowed.");
    }
}
