namespace HfEndpoints.Client.Inference;

/// <summary>An input image or sound.</summary>
/// <param name="Bytes">The bytes of its file.</param>
/// <param name="MediaType">Its type, such as <c>image/png</c>; null sends none, and the server guesses.</param>
public sealed record TaskContent(ReadOnlyMemory<byte> Bytes, string? MediaType = null)
{
    // As long as the answers of models may be.
    internal const int MaxFileBytes = BodyLimits.Whole;

    /// <summary>Reads a file. Its name determines its type.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The content.</returns>
    /// <exception cref="HfException">The file is not there, can't be read, or is empty.</exception>
    public static async Task<TaskContent> ReadFileAsync(string path, CancellationToken cancellationToken = default)
    {
        byte[] bytes = await Task.Run(() => WholeFile.Read(path, MaxFileBytes), cancellationToken).ConfigureAwait(false);
        return bytes.Length > 0
            ? new TaskContent(bytes, MediaTypes.FromName(path))
            : throw new HfException(HfErrorKind.FileNotRead, $"Cannot send '{path}': the file is empty.");
    }

    /// <summary>
    /// Checks that a task accepts the content. If its type is not known, its first bytes determine it, because
    /// servers refuse content without a type.
    /// </summary>
    /// <param name="task">The task.</param>
    /// <param name="name">What the content is called in messages: its file or address.</param>
    /// <returns>The content, with its type.</returns>
    /// <exception cref="HfException">The task does not accept the content.</exception>
    public TaskContent For(InferenceTask task, string name)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (task.ContentFamily is not { } family)
        {
            return this;
        }

        string? type = MediaType ?? MediaTypes.FromBytes(Bytes.Span);
        bool isOther = type is null
            || (family == "image" && (Begins(type, "audio/") || Begins(type, "video/")))
            || (family == "audio" && Begins(type, "image/"));
        return !isOther ? this with { MediaType = type } : throw new HfException(
            HfErrorKind.InvalidRequest,
            $"Cannot send '{name}' to {task.Name}: {(type is null ? "its name and first bytes show no type" : $"it is {type}")}. "
            + $"Use {(family == "image" ? "an image" : "a sound")}: a file that ends in "
            + $"{string.Join(", ", MediaTypes.ExtensionsOf(family))}, or another file with its content type.");
    }

    private static bool Begins(string type, string with) => type.StartsWith(with, StringComparison.OrdinalIgnoreCase);
}
