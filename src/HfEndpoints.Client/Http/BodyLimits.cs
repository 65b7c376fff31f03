namespace HfEndpoints.Client;

/// <summary>How much of an answer is kept in memory. No model returns more.</summary>
internal static class BodyLimits
{
    /// <summary>The bytes of a whole answer, such as a video, or of a file from the web.</summary>
    public const int Whole = 256 << 20;

    /// <summary>The bytes of one server-sent event.</summary>
    public const int Event = 16 << 20;

    /// <summary>The bytes of a line of a log.</summary>
    public const int Line = 1 << 20;

    /// <summary>The characters of a text that streams in.</summary>
    public const int StreamedText = 16 << 20;
}
