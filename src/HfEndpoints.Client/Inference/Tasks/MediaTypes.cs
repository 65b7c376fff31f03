namespace HfEndpoints.Client.Inference;

/// <summary>The media types of images, sounds and videos, by the names and the first bytes of files.</summary>
internal static class MediaTypes
{
    public const string Unknown = "application/octet-stream";

    // The first of a type is the extension it is given.
    private static readonly (string Extension, string Type)[] s_extensions =
    [
        (".png", "image/png"), (".jpg", "image/jpeg"), (".jpeg", "image/jpeg"), (".gif", "image/gif"), (".webp", "image/webp"),
        (".bmp", "image/bmp"), (".tif", "image/tiff"), (".tiff", "image/tiff"), (".avif", "image/avif"),
        (".heic", "image/heic"), (".wav", "audio/wav"), (".wav", "audio/x-wav"), (".wav", "audio/wave"),
        (".mp3", "audio/mpeg"), (".flac", "audio/flac"), (".flac", "audio/x-flac"), (".ogg", "audio/ogg"),
        (".oga", "audio/ogg"), (".opus", "audio/ogg"), (".m4a", "audio/m4a"), (".m4a", "audio/x-m4a"), (".webm", "audio/webm"),
        (".amr", "audio/amr"), (".aac", "audio/aac"), (".mp4", "video/mp4"), (".webm", "video/webm"),
        (".avi", "video/x-msvideo"),
    ];

    /// <summary>The type of a file, by its name; null if the extension is unknown.</summary>
    public static string? FromName(string path)
    {
        string extension = Path.GetExtension(path);
        return s_extensions.FirstOrDefault(entry => entry.Extension.Equals(extension, StringComparison.OrdinalIgnoreCase)).Type;
    }

    /// <summary>The extension of files of a type, with its point; <c>.bin</c> where the type is not known.</summary>
    public static string ExtensionOf(string mediaType) =>
        s_extensions.FirstOrDefault(entry => entry.Type.Equals(mediaType, StringComparison.OrdinalIgnoreCase)).Extension
        ?? ".bin";

    /// <summary>Whether a file's name goes with a type: false only where it says another.</summary>
    public static bool Fits(string path, string mediaType)
    {
        string extension = Path.GetExtension(path);
        bool isKnown = s_extensions.Any(entry => entry.Type.Equals(mediaType, StringComparison.OrdinalIgnoreCase))
            && FromName(path) is not null;
        return !isKnown || s_extensions.Contains((extension.ToLowerInvariant(), mediaType.ToLowerInvariant()));
    }

    /// <summary>The type of a file, by its first bytes; null if it is not recognized.</summary>
    public static string? FromBytes(ReadOnlySpan<byte> bytes)
    {
        string head = Encoding.Latin1.GetString(bytes[..Math.Min(16, bytes.Length)]);
        return head switch
        {
            _ when Begins(head, "\x89PNG\r\n\x1a\n") => "image/png",
            _ when Begins(head, "\xff\xd8\xff") => "image/jpeg",
            _ when Begins(head, "GIF8") => "image/gif",
            _ when Begins(head, "BM") => "image/bmp",
            _ when Begins(head, "II*\0") || Begins(head, "MM\0*") => "image/tiff",
            _ when Begins(head, "RIFF") && head.Length >= 12 => head[8..12] switch
            {
                "WEBP" => "image/webp",
                "WAVE" => "audio/wav",
                "AVI " => "video/x-msvideo",
                _ => null,
            },
            _ when Begins(head, "fLaC") => "audio/flac",
            _ when Begins(head, "OggS") => "audio/ogg",
            _ when Begins(head, "ID3") || Begins(head, "\xff\xfb") => "audio/mpeg",
            _ when Begins(head, "\x1a\x45\xdf\xa3") => "video/webm",
            _ when head.Length >= 12 && head[4..8] == "ftyp" => head[8..12] switch
            {
                "avif" => "image/avif",
                "heic" or "mif1" => "image/heic",
                "M4A " => "audio/m4a",
                _ => "video/mp4",
            },
            _ => null,
        };
    }

    /// <summary>The extensions whose types are known, of one family.</summary>
    public static IEnumerable<string> ExtensionsOf(string family) => s_extensions
        .Where(entry => entry.Type.StartsWith(family + "/", StringComparison.Ordinal))
        .Select(entry => entry.Extension)
        .Distinct();

    private static bool Begins(string head, string with) => head.StartsWith(with, StringComparison.Ordinal);
}
