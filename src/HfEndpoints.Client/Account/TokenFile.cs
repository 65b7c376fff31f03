namespace HfEndpoints.Client;

/// <summary>Reads the file of a token, which nobody has named in the command that reads it.</summary>
internal static class TokenFile
{
    private const int MaxBytes = 64 * 1024;

    /// <summary>The text of a file; null if it does not exist.</summary>
    /// <exception cref="HfException">It can't be read, or is not a file of a token's size.</exception>
    public static string? TryRead(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                throw Refused(path, "it is a folder", null);
            }

            if (SpecialFile.IsOne(path))
            {
                throw Refused(path, "it is a pipe or a device", null);
            }

            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            byte[] bytes = new byte[MaxBytes + 1];
            int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length > MaxBytes
                ? throw Refused(path, "it is longer than 64 KiB", null)
                : ForeignText.Decode(bytes.AsSpan(0, length), charset: null);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Refused(path, exception.Message.TrimEnd('.'), exception);
        }
    }

    private static HfException Refused(string path, string reason, Exception? cause) => new(
        HfErrorKind.FileNotRead,
        $"Cannot read the token from '{path}': {reason}. A token is in a file of its own, whose path can be in HF_TOKEN_PATH; "
        + "HF_TOKEN and -Token take the token itself.",
        cause);
}
