using System.Text;

namespace HfEndpoints;

/// <summary>Reads files that are kept in memory: regular ones, which have an end, and none that is longer than its purpose needs.</summary>
internal static class WholeFile
{
    /// <summary>The longest file of settings or figures, in bytes.</summary>
    public const int MaxSettings = 32 << 20;

    /// <summary>The bytes of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limit">How long it may be, in bytes.</param>
    /// <exception cref="HfException">It is not there, is something else, is too long, or can't be read.</exception>
    public static byte[] Read(string path, int limit)
    {
        try
        {
            CheckRegular(path);
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            if (file.Length > limit)
            {
                throw TooLong(limit);
            }

            var content = new MemoryStream();
            byte[] piece = new byte[64 * 1024];
            for (int count; (count = file.Read(piece)) > 0; content.Write(piece, 0, count))
            {
                // Some files of the system have more than their length says.
                if (content.Length + count > limit)
                {
                    throw TooLong(limit);
                }
            }

            return content.ToArray();
        }
        catch (Exception exception) when (
            exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new HfException(HfErrorKind.FileNotRead, $"Cannot read '{path}': {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    /// <summary>The text of a file in UTF-8, or in the encoding of its byte order mark.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limit">How long it may be, in bytes.</param>
    /// <exception cref="HfException">It is not there, is something else, is too long, or can't be read.</exception>
    public static string ReadText(string path, int limit)
    {
        using var reader = new StreamReader(new MemoryStream(Read(path, limit)), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>Refuses what is no file: a pipe may never be written to, and a device never end.</summary>
    /// <exception cref="IOException">It is a folder, a pipe or a device.</exception>
    public static void CheckRegular(string path)
    {
        if (Directory.Exists(path))
        {
            throw new IOException("it is a folder. Use a file in it.");
        }

        if (SpecialFile.IsOne(path))
        {
            throw new IOException("it is a pipe or a device. Use a file.");
        }
    }

    private static IOException TooLong(int limit) =>
        new(limit >= 1 << 20 ? $"it is longer than {limit >> 20} MiB." : $"it is longer than {limit >> 10} KiB.");
}
