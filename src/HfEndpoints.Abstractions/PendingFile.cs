using System.Runtime.Versioning;
using System.Text.RegularExpressions;

namespace HfEndpoints;

/// <summary>
/// A file that is written beside the one that it will replace when it is complete. What a link leads to is replaced, not the link,
/// and who may read the file stays as it was, from the first byte on.
/// </summary>
internal sealed partial class PendingFile : IDisposable
{
    private readonly string _path;
    private readonly string _unfinished;

    /// <exception cref="IOException">It can't be created, or the path is a pipe or a device.</exception>
    public PendingFile(string path)
    {
        _path = path;
        string target = TargetOf(path);
        WholeFile.CheckRegular(target);
        _unfinished = NameBeside(target);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = ModeOf(target);
        }

        Stream = new FileStream(_unfinished, options);
    }

    /// <summary>What is written.</summary>
    public FileStream Stream { get; }

    /// <summary>The name of an unfinished file.</summary>
    public static string NameBeside(string target) => $"{target}.{Guid.NewGuid():N}.part";

    /// <summary>The file that a path means: what a link leads to, also if it is not there yet.</summary>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    public static string TargetOf(string path) => new FileInfo(path).LinkTarget is null
        ? path
        : File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;

    /// <summary>Who may read and write a file; null if there is none.</summary>
    [UnsupportedOSPlatform("windows")]
    public static UnixFileMode? ModeOf(string target) => File.Exists(target) ? File.GetUnixFileMode(target) : null;

    /// <summary>Gives a file beside another that one's place and mode.</summary>
    public static void Replace(string unfinished, string target, bool overwrite)
    {
        if (!OperatingSystem.IsWindows() && ModeOf(target) is { } mode)
        {
            File.SetUnixFileMode(unfinished, mode);
        }

        File.Move(unfinished, target, overwrite);
    }

    /// <summary>Gives it its name, or another one.</summary>
    public void Complete(string? path = null, bool overwrite = true) => Replace(_unfinished, TargetOf(path ?? _path), overwrite);

    /// <summary>Why a file can't be written, with its own name in place of the unfinished one's.</summary>
    public static string Reason(Exception exception, string path) => UnfinishedName().Replace(exception.Message, _ => $"'{path}'");

    public void Dispose()
    {
        Stream.Dispose();
        try
        {
            File.Delete(_unfinished);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The first error is more useful, and the name of the temporary file says what it is.
        }
    }

    [GeneratedRegex(@"'[^']*\.[0-9a-f]{32}\.part'")]
    private static partial Regex UnfinishedName();
}
