namespace HfEndpoints.Client.Inference;

/// <summary>An image, a sound or a video.</summary>
/// <param name="Bytes">The bytes of a file.</param>
/// <param name="ContentType">Its media type, such as <c>image/png</c>.</param>
public sealed record MediaResult(ReadOnlyMemory<byte> Bytes, string ContentType) : TaskResult
{
    /// <summary>What the sound is of, where a model makes several of one; else null.</summary>
    public string? Label { get; init; }
}
