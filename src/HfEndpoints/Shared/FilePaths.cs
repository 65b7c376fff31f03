namespace HfEndpoints.Commands;

/// <summary>Resolves file paths: relative to PowerShell's location, on its drives, and with ~. On the pipeline thread only.</summary>
internal static class FilePaths
{
    private const string FileSystem = "FileSystem";

    /// <summary>The folder that relative paths begin at, whatever drive the session is on.</summary>
    /// <param name="state">The session.</param>
    public static string Folder(SessionState state)
    {
        try
        {
            return state.Path.CurrentFileSystemLocation.ProviderPath;
        }
        catch (SessionStateException)
        {
            // A session without drives of files has none, nor has one that is being closed. Most inputs are not files.
            return Environment.CurrentDirectory;
        }
    }

    /// <summary>Resolves the path of one file, which need not exist.</summary>
    /// <param name="state">The session, for its location and drives.</param>
    /// <param name="given">The path as given. Wildcard characters are literal.</param>
    /// <param name="parameter">The parameter's name, for the message.</param>
    /// <exception cref="HfException">The path is not a file path.</exception>
    public static string One(SessionState state, string given, string parameter)
    {
        try
        {
            string path = state.Path.GetUnresolvedProviderPathFromPSPath(given, out ProviderInfo provider, out _);
            return provider.Name == FileSystem ? path : throw OtherDrive(given, parameter, provider);
        }
        catch (Exception exception) when (IsNoPath(exception))
        {
            throw NoPath(given, parameter, exception);
        }
    }

    /// <summary>
    /// The files that match a pattern, at least one; or the one file that is named, which need not exist. A name that
    /// contains brackets is tried literally too.
    /// </summary>
    /// <param name="state">The session, for its location and drives.</param>
    /// <param name="given">The path as given.</param>
    /// <param name="parameter">The parameter's name, for the message.</param>
    /// <exception cref="HfException">The path is not a file path, or no file matches.</exception>
    public static IReadOnlyList<string> Many(SessionState state, string given, string parameter)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(given))
        {
            return [One(state, given, parameter)];
        }

        IReadOnlyList<string> paths;
        try
        {
            string literal = state.Path.GetUnresolvedProviderPathFromPSPath(given, out ProviderInfo provider, out _);
            paths = provider.Name != FileSystem ? throw OtherDrive(given, parameter, provider)
                : File.Exists(literal) ? [literal]
                : [.. state.Path.GetResolvedProviderPathFromPSPath(given, out _).Where(File.Exists)];
        }
        catch (ItemNotFoundException)
        {
            // The folder of the pattern does not exist.
            paths = [];
        }
        catch (Exception exception) when (IsNoPath(exception))
        {
            throw NoPath(given, parameter, exception);
        }

        return paths.Count > 0
            ? paths
            : throw new HfException(HfErrorKind.FileNotRead, $"-{parameter} is '{given}', which matches no file.");
    }

    private static bool IsNoPath(Exception exception) =>
        exception is SessionStateException or ProviderInvocationException or WildcardPatternException;

    private static HfException OtherDrive(string given, string parameter, ProviderInfo provider) => new(
        HfErrorKind.InvalidRequest, $"-{parameter} is '{given}', on a drive of {provider.Name}. Use the path of a file.");

    private static HfException NoPath(string given, string parameter, Exception cause) => new(
        HfErrorKind.InvalidRequest, $"-{parameter} is '{given}', which is not a valid path of a file: {cause.Message}", cause);
}
