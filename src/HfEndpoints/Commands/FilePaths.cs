using System.Collections.ObjectModel;
using System.Management.Automation;
using HfEndpoints.Client.Errors;

namespace HfEndpoints.Commands;

/// <summary>Finds files by PowerShell's paths: relative to its location, on its drives. On the pipeline thread only.</summary>
internal static class FilePaths
{
    private const string FileSystem = "FileSystem";

    /// <summary>The path of a file to write, which need not be there.</summary>
    public static string ToWrite(PSCmdlet cmdlet, string given, string parameter)
    {
        string path = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(given, out ProviderInfo provider, out _);
        return provider.Name == FileSystem
            ? path
            : throw new HfException(
                HfErrorKind.InvalidRequest, $"{parameter} is '{given}', on a drive of {provider.Name}: a path of a file is allowed.");
    }

    /// <summary>The paths of files to read: what a pattern matches, or the one that is named.</summary>
    public static IReadOnlyList<string> ToRead(PSCmdlet cmdlet, string given, bool isLiteral, string parameter)
    {
        if (isLiteral || !WildcardPattern.ContainsWildcardCharacters(given))
        {
            return [ToWrite(cmdlet, given, parameter)];
        }

        Collection<string> paths;
        try
        {
            paths = cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(given, out _);
        }
        catch (ItemNotFoundException exception)
        {
            throw new HfException(HfErrorKind.FileNotRead, $"No file matches '{given}'.", exception);
        }

        return paths.Count > 0 ? paths : throw new HfException(HfErrorKind.FileNotRead, $"No file matches '{given}'.");
    }
}
