namespace HfEndpoints.Client;

/// <summary>How much of an answer is kept in memory. No model returns more.</summary>
internal static class BodyLimits
{
    /// <summary>The bytes of a model's whole answer, such as a video, or of a file from the web.</summary>
    public const int Whole = 256 << 20;

    /// <summary>The bytes of an answer of the service itself, such as a page of a list.</summary>
    public const int Service = 32 << 20;

    /// <summary>The bytes of an answer of which only some are kept at once.</summary>
    public const int Middle = 16 << 20;

    /// <summary>The bytes of an answer of which any number may be kept at once.</summary>
    public const int Short = 1 << 20;

    /// <summary>The bytes that are read at once of one that is not short.</summary>
    public const int Piece = 128 << 10;

    /// <summary>The bytes of one server-sent event.</summary>
    public const int Event = 16 << 20;

    /// <summary>The bytes of a line of a log.</summary>
    public const int Line = 1 << 20;

    /// <summary>The characters of a text that streams in.</summary>
    public const int StreamedText = 16 << 20;

    /// <summary>The values in a JSON answer of a model; each takes memory even if it is a digit.</summary>
    public const int Values = 32 << 20;

    /// <summary>The values in a JSON answer of the service itself.</summary>
    public const int ServiceValues = 2 << 20;
}
