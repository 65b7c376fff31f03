using System.Formats.Tar;

namespace HfEndpoints;

/// <summary>Recognizes pipes and devices without opening them, because opening a pipe without a writer would block forever.</summary>
internal static class SpecialFile
{
    /// <summary>Whether a path is neither a file nor a folder.</summary>
    public static bool IsOne(string path)
    {
        string target = Resolve(path);
        var file = new FileInfo(target);

        // Only these and empty files have length 0, and empty files are cheap to check.
        if (OperatingSystem.IsWindows() || !file.Exists || file.Length > 0)
        {
            return false;
        }

        try
        {
            using var head = new MemoryStream();
            using (var writer = new TarWriter(head, TarEntryFormat.Pax, leaveOpen: true))
            {
                writer.WriteEntry(target, "x");
            }

            head.Position = 0;
            using var reader = new TarReader(head);
            return reader.GetNextEntry()?.EntryType is
                TarEntryType.Fifo or TarEntryType.CharacterDevice or TarEntryType.BlockDevice;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            // A file that can't be checked, such as one locked by another batch, reports its error when it is opened.
            return false;
        }
    }

    /// <summary>What a path means if it is a link; otherwise the path itself.</summary>
    public static string Resolve(string path)
    {
        try
        {
            string? target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName;

            // The links of /proc to open pipes have a target that is no path.
            return File.Exists(target) ? target : path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return path;
        }
    }
}
