namespace HfEndpoints;

/// <summary>An image, a sound or a video.</summary>
public sealed class HfMediaResult : HfInferenceResult
{
    /// <summary>The media type, such as image/png.</summary>
    public required string ContentType { get; init; }

    /// <summary>What the sound is of, where a model makes several of one.</summary>
    public string? Label { get; init; }

    /// <summary>The bytes of a file; nothing where -OutFile wrote them to one.</summary>
    public byte[]? Bytes { get; internal set; }

    /// <summary>The file that was written with -OutFile.</summary>
    public string? Path { get; internal set; }

    /// <summary>The file, or else the media type.</summary>
    /// <returns>The path or the type.</returns>
    public override string ToString() => Path ?? ContentType;
}
