namespace HfEndpoints.Commands;

/// <summary>Writes a file completely or not at all.</summary>
internal static class AtomicFile
{
    public static async Task<FileInfo> SaveAsync(string path, Func<Stream, Task> write)
    {
        try
        {
            using var file = new PendingFile(path);
            FileStream stream = file.Stream;
            await using (stream.ConfigureAwait(false))
            {
                await write(stream).ConfigureAwait(false);
            }

            file.Complete();
            return new FileInfo(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new HfException(HfErrorKind.FileNotWritten, $"Cannot write '{path}': {PendingFile.Reason(exception, path)}", exception);
        }
    }
}
