namespace HfEndpoints.Emulator.Engines;

/// <summary>The media types the toolkit knows.</summary>
internal static class MediaTypes
{
    public const string Json = "application/json";

    private static readonly string[] s_images =
        ["image/png", "image/jpeg", "image/jpg", "image/tiff", "image/bmp", "image/gif", "image/webp", "image/x-image"];

    private static readonly string[] s_sounds =
    [
        "audio/x-flac", "audio/flac", "audio/mpeg", "audio/x-mpeg-3", "audio/wave", "audio/wav", "audio/x-wav", "audio/ogg", "audio/x-audio",
        "audio/webm", "audio/amr", "audio/amr-wb", "audio/amr-wb+", "audio/m4a", "audio/x-m4a",
    ];

    public static string Known => string.Join(", ", (string[])[Json, .. s_images, .. s_sounds]);

    public static bool IsImage(string type) => s_images.Contains(type);

    public static bool IsSound(string type) => s_sounds.Contains(type);

    /// <summary>A header's value without parameters such as a charset, in lower case.</summary>
    public static string Bare(string value) => value.Split(';')[0].Trim().ToLowerInvariant();
}
