namespace HfEndpoints;

/// <summary>An image, a sound or a video.</summary>
public sealed record HfMediaResult : HfInferenceResult
{
    /// <summary>The media type, such as image/png.</summary>
    public required string ContentType { get; init; }

    /// <summary>What the sound is, if a model makes several of one; otherwise null.</summary>
    public string? Label { get; init; }

    /// <summary>The bytes of a file; null if they were written to one.</summary>
    public byte[]? Bytes { get; init; }

    /// <summary>The file that the bytes were written to; null if they were not.</summary>
    public string? Path { get; init; }

    /// <summary>Returns the file, or else the media type.</summary>
    /// <returns>The path or the type.</returns>
    public override string ToString() => Path ?? ContentType;
}
