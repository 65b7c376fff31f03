namespace HfEndpoints.Commands;

/// <summary>Writes a file completely or not at all.</summary>
internal static class AtomicFile
{
    /// <summary>Writes to a temporary file beside it, and renames that when it is complete.</summary>
    public static async Task<FileInfo> SaveAsync(string path, Func<Stream, Task> write)
    {
        string unfinished = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            var stream = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 4096, useAsync: true);
            await using (stream.ConfigureAwait(false))
            {
                await write(stream).ConfigureAwait(false);
            }

            File.Move(unfinished, path, overwrite: true);
            return new FileInfo(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            string reason = exception.Message.Replace(unfinished, path, StringComparison.Ordinal);
            throw new HfException(HfErrorKind.FileNotWritten, $"Cannot write '{path}': {reason}", exception);
        }
        finally
        {
            Discard(unfinished);
        }
    }

    private static void Discard(string path)
    {
        try
        {
            if (File.Exists(path))
            {
                File.Delete(path);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The first error is more useful, and the name of the temporary file says what it is.
        }
    }
}
