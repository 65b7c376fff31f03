namespace HfEndpoints.Commands;

/// <summary>A file for an answer. Its place is made sure of before anything is sent; it is there whole or not at all.</summary>
internal sealed class MediaFile : IDisposable
{
    private readonly bool _noClobber;
    private readonly PendingFile _file;

    private MediaFile(string path, bool noClobber)
    {
        Path = path;
        _noClobber = noClobber;
        _file = new PendingFile(path);
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

        try
        {
            return new MediaFile(path, noClobber);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw NotWritten(path, PendingFile.Reason(exception, path), exception);
        }
    }

    /// <summary>Writes the file and gives it its name.</summary>
    /// <returns>Its path, with an extension.</returns>
    public async Task<string> SaveAsync(ReadOnlyMemory<byte> bytes, string contentType, CancellationToken cancellationToken)
    {
        string path = System.IO.Path.HasExtension(Path) ? Path : Path + MediaTypes.ExtensionOf(contentType);
        try
        {
            FileStream stream = _file.Stream;
            await using (stream.ConfigureAwait(false))
            {
                await stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
            }

            _file.Complete(path, overwrite: !_noClobber);
            return path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritten(path, PendingFile.Reason(exception, path), exception);
        }
    }

    public void Dispose() => _file.Dispose();

    private static HfException NotWritten(string path, string reason, Exception? cause) => new(
        HfErrorKind.FileNotWritten, $"Cannot save the answer to '{path}': {reason}", cause);
}
