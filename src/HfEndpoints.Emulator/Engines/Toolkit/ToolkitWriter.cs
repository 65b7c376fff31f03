namespace HfEndpoints.Emulator;

/// <summary>Writes an answer in the form the request accepts.</summary>
internal static class ToolkitWriter
{
    private const string Png = "image/png";

    public static Task WriteAsync(HttpContext context, object output, ToolkitInput input)
    {
        string header = context.Request.Headers.Accept.ToString();
        string? accept = input.IsHubShaped ? Accepted(header) : Literal(header);
        return output switch
        {
            RasterImage image => WriteImageAsync(context, ToyModels.WritePng(image), accept ?? Png),
            ToolkitMedia media when accept == ToolkitMediaTypes.Json => context.AnswerJsonAsync(media.Alternative()),
            ToolkitMedia when !input.IsHubShaped => throw NoSound(),
            ToolkitMedia media => HttpAnswers.AnswerBytesAsync(context, media.Bytes, media.ContentType),
            _ when accept is null or ToolkitMediaTypes.Json => context.AnswerJsonAsync(output),
            _ => throw (ToolkitMediaTypes.IsSound(accept) ? NoSound() : new ToolkitException(
                $"Can only serialize PIL.Image.Image, got <class '{PythonText.TypeOf(JsonSerializer.SerializeToNode(output))}'>")),
        };
    }

    /// <summary>An Accept header is one media type as it stands, and none or any is JSON.</summary>
    private static string Literal(string header)
    {
        if (header is "" or "*/*")
        {
            return ToolkitMediaTypes.Json;
        }

        return !ToolkitMediaTypes.IsLiteral(header) ? throw ToolkitMediaTypes.Refuse("Accept", header)
            : ToolkitMediaTypes.IsJson(header) ? ToolkitMediaTypes.Json
            : header.StartsWith("text/", StringComparison.Ordinal) ? throw new ToolkitException(
                "'NoneType' object has no attribute 'serialize'")
            : header;
    }

    /// <summary>The first media type of an Accept header that the toolkit knows; null when any will do.</summary>
    private static string? Accepted(string header)
    {
        string[] types = [.. header.Split(',').Select(ToolkitMediaTypes.Bare).Where(type => type.Length > 0)];
        if (types.Length == 0 || types[0] == "*/*")
        {
            return null;
        }

        return types.FirstOrDefault(type =>
            type == ToolkitMediaTypes.Json || ToolkitMediaTypes.IsImage(type) || ToolkitMediaTypes.IsSound(type))
            ?? (types.Contains("*/*") ? null : throw ToolkitMediaTypes.Refuse("Accept", header));
    }

    private static Task WriteImageAsync(HttpContext context, byte[] file, string accept) => accept switch
    {
        ToolkitMediaTypes.Json => context.AnswerJsonAsync(Convert.ToBase64String(file)),
        Png or "image/x-image" => HttpAnswers.AnswerBytesAsync(context, file, Png),
        _ => throw (ToolkitMediaTypes.IsSound(accept) ? NoSound() : new ToolkitException(
            $"encoder {accept[(accept.IndexOf('/', StringComparison.Ordinal) + 1)..]} not available")),
    };

    private static ToolkitException NoSound() => new("Audio serialization not implemented");
}

/// <summary>A sound or a film that a task gives.</summary>
/// <param name="Bytes">The file.</param>
/// <param name="ContentType">What the file is.</param>
/// <param name="Alternative">The answer for those who want JSON.</param>
internal sealed record ToolkitMedia(byte[] Bytes, string ContentType, Func<object> Alternative);

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
