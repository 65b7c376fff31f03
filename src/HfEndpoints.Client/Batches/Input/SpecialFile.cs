using System.Formats.Tar;

namespace HfEndpoints.Client.Batches;

/// <summary>Tells pipes and devices from files, without opening them: a pipe that nobody writes to would hold us forever.</summary>
internal static class SpecialFile
{
    /// <summary>Whether a path leads to something that is neither a file nor a folder.</summary>
    public static bool IsOne(string path)
    {
        var file = new FileInfo(path);

        // Nothing else than they has no length; and files without content cost nothing to look at.
        if (OperatingSystem.IsWindows() || !file.Exists || file.Length > 0)
        {
            return false;
        }

        string target = file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
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
            // What can't be looked at, such as a file that another batch has locked, says so where it is opened.
            return false;
        }
    }
}
