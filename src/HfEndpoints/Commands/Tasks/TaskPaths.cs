using System.Management.Automation;
using HfEndpoints.Client.Errors;

namespace HfEndpoints.Commands.Tasks;

/// <summary>Makes paths of what goes into a task and comes out of it. On the pipeline thread only.</summary>
internal static class TaskPaths
{
    /// <summary>The path of one file, which need not be there.</summary>
    /// <exception cref="HfException">It is no path of a file.</exception>
    public static string Resolve(SessionState state, string given) =>
        Checked(given, () =>
        {
            string path = state.Path.GetUnresolvedProviderPathFromPSPath(given, out ProviderInfo provider, out _);
            return (path, provider);
        });

    /// <summary>
    /// The files that a path with wildcards matches, none where there are none; a path without them is one file, which
    /// need not be there.
    /// </summary>
    /// <exception cref="HfException">It is no path of files.</exception>
    public static IReadOnlyList<string> Expand(SessionState state, string given)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(given))
        {
            return [Resolve(state, given)];
        }

        // A file may have brackets in its name.
        string literal = Resolve(state, given);
        if (File.Exists(literal))
        {
            return [literal];
        }

        return Checked(given, () =>
        {
            IReadOnlyList<string> paths = [.. state.Path.GetResolvedProviderPathFromPSPath(given, out ProviderInfo provider)
                .Where(File.Exists)];
            return (paths, provider);
        });
    }

    private static T Checked<T>(string given, Func<(T Paths, ProviderInfo Provider)> resolve)
    {
        try
        {
            (T paths, ProviderInfo provider) = resolve();
            return provider.Name == "FileSystem"
                ? paths
                : throw new HfException(
                    HfErrorKind.InvalidRequest, $"'{given}' is on a drive of {provider.Name}: a path of a file is allowed.");
        }
        catch (Exception exception) when (exception is SessionStateException or ProviderInvocationException)
        {
            throw new HfException(HfErrorKind.InvalidRequest, $"'{given}' is no path of a file: {exception.Message}", exception);
        }
    }
}
