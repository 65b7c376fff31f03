using HfEndpoints.Client.Inference;

namespace HfEndpoints.Commands;

/// <summary>
/// A file for an answer. Its place is made sure of before anything is sent; it is there whole or not at all.
/// </summary>
internal sealed class MediaFile : IDisposable
{
    private readonly bool _noClobber;
    private readonly string _unfinished;
    private FileStream? _stream;

    private MediaFile(string path, bool noClobber)
    {
        Path = path;
        _noClobber = noClobber;
        _unfinished = $"{path}.{Guid.NewGuid():N}.part";
    }

    /// <summary>The file as it was named; it may lack the extension.</summary>
    public string Path { get; }

    /// <summary>Makes sure that the file can be written.</summary>
    /// <exception cref="HfException">It can't.</exception>
    public static MediaFile Reserve(string path, bool noClobber)
    {
        if (Directory.Exists(path))
        {
            throw NotWritten(path, "there is a folder with this name.", null);
        }

        if (noClobber && File.Exists(path))
        {
            throw NotWritten(path, "it already exists, and -NoClobber keeps it.", null);
        }

        var file = new MediaFile(path, noClobber);
        try
        {
            file._stream = new FileStream(
                file._unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None, 4096, useAsync: true);
            return file;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw NotWritten(path, file.Reason(exception), exception);
        }
    }

    /// <summary>Writes the file and gives it its name.</summary>
    /// <returns>Its path, with an extension.</returns>
    public async Task<string> SaveAsync(ReadOnlyMemory<byte> bytes, string contentType, CancellationToken cancellationToken)
    {
        string path = System.IO.Path.HasExtension(Path) ? Path : Path + MediaTypes.ExtensionOf(contentType);
        try
        {
            FileStream stream = _stream!;
            await using (stream.ConfigureAwait(false))
            {
                await stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
            }

            File.Move(_unfinished, path, overwrite: !_noClobber);
            return path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritten(path, Reason(exception), exception);
        }
    }

    public void Dispose()
    {
        try
        {
            _stream?.Dispose();
            File.Delete(_unfinished);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The first error is more useful, and the name of the temporary file says what it is.
        }
    }

    private string Reason(Exception exception) => exception.Message.Replace(_unfinished, Path, StringComparison.Ordinal);

    private static HfException NotWritten(string path, string reason, Exception? cause) => new(
        HfErrorKind.FileNotWritten, $"Cannot save the answer to '{path}': {reason}", cause);
}
