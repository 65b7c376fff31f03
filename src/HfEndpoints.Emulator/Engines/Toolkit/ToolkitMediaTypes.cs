namespace HfEndpoints.Emulator;

/// <summary>The media types the toolkit knows.</summary>
internal static class ToolkitMediaTypes
{
    public const string Json = "application/json";
    public const string Wav = "audio/wav";
    public const string Avi = "video/x-msvideo";

    /// <summary>As the server lists them in its errors, and the only spelling it takes unless it is in the hub's mode.</summary>
    private static readonly string[] s_literal =
    [
        Json, "application/json; charset=UTF-8", "text/csv", "text/plain",
        "image/png", "image/jpeg", "image/jpg", "image/tiff", "image/bmp", "image/gif", "image/webp", "image/x-image",
        "audio/x-flac", "audio/flac", "audio/mpeg", "audio/x-mpeg-3", "audio/wave", "audio/wav", "audio/x-wav", "audio/ogg",
        "audio/x-audio",
        "audio/webm", "audio/webm;codecs=opus", "audio/AMR", "audio/amr", "audio/AMR-WB", "audio/AMR-WB+", "audio/m4a", "audio/x-m4a",
    ];

    private static readonly HashSet<string> s_bare = [.. s_literal.Select(Bare)];
    public static bool IsImage(string type) => type.StartsWith("image/", StringComparison.Ordinal) && s_bare.Contains(Bare(type));
    public static bool IsSound(string type) => type.StartsWith("audio/", StringComparison.Ordinal) && s_bare.Contains(Bare(type));
    public static bool IsJson(string type) => Bare(type) == Json;

    /// <summary>Whether a header's value is known as it stands.</summary>
    public static bool IsLiteral(string value) => s_literal.Contains(value);

    /// <summary>Refuses a header's value, with the line breaks and blanks of the server's source.</summary>
    public static ToolkitException Refuse(string what, string value) => new(
        $"\n                {what} type \"{value}\" not supported.\n                Supported {what.ToLowerInvariant()} types are:"
            + $"\n                {string.Join(", ", s_literal)}\n            ");

    /// <summary>A header's value without parameters such as a charset, in lower case.</summary>
    public static string Bare(string value) => value.Split(';')[0].Trim().ToLowerInvariant();
}
