using HfEndpoints.Client.Errors;

namespace HfEndpoints.Client.Inference.Tasks;

/// <summary>An image or a sound that goes in.</summary>
/// <param name="Bytes">The bytes of its file.</param>
/// <param name="MediaType">Its type, such as <c>image/png</c>; null sends none, and the server guesses.</param>
public sealed record TaskContent(ReadOnlyMemory<byte> Bytes, string? MediaType = null)
{
    /// <summary>Reads a file; its type is told by its name.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The content.</returns>
    /// <exception cref="HfException">The file is not there, can't be read, or is empty.</exception>
    public static async Task<TaskContent> ReadFileAsync(string path, CancellationToken cancellationToken = default)
    {
        byte[] bytes;
        try
        {
            bytes = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new HfException(HfErrorKind.FileNotRead, $"Cannot read '{path}': {exception.Message}", exception);
        }

        return bytes.Length > 0
            ? new TaskContent(bytes, MediaTypes.OfFile(path))
            : throw new HfException(HfErrorKind.FileNotRead, $"Cannot send '{path}': the file is empty.");
    }
}
