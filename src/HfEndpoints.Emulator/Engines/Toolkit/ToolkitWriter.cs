namespace HfEndpoints.Emulator;

/// <summary>Writes an answer in the form the request accepts.</summary>
internal static class ToolkitWriter
{
    private const string Png = "image/png";

    public static Task WriteAsync(HttpContext context, ToolkitOutput output, ToolkitInput input)
    {
        string header = context.Request.Headers.Accept.ToString();
        string? accept = input.IsHubShaped ? Accepted(header) : Literal(header);
        return output switch
        {
            ToolkitOutput.Picture picture => WriteImageAsync(context, ToyModels.WritePng(picture.Image), accept ?? Png),
            ToolkitOutput.Media media when accept == ToolkitMediaTypes.Json => context.AnswerJsonAsync(media.Alternative()),
            ToolkitOutput.Media when !input.IsHubShaped => throw new ToolkitException("Audio serialization not implemented"),
            ToolkitOutput.Media media => HttpAnswers.AnswerBytesAsync(context, media.Bytes, media.ContentType, StatusCodes.Status200OK),
            ToolkitOutput.Json json => WriteJsonAsync(context, json.Value, accept),
            _ => throw new InvalidOperationException(),
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
        ToolkitMediaTypes.Json => context.AnswerJsonAsync(JsonValue.Create(Convert.ToBase64String(file))),
        Png or "image/x-image" => HttpAnswers.AnswerBytesAsync(context, file, Png, StatusCodes.Status200OK),
        _ when ToolkitMediaTypes.IsSound(accept) => throw new ToolkitException("Audio serialization not implemented"),
        _ => throw new ToolkitException($"encoder {accept[(accept.IndexOf('/', StringComparison.Ordinal) + 1)..]} not available"),
    };

    private static Task WriteJsonAsync(HttpContext context, JsonNode value, string? accept) => accept switch
    {
        null or ToolkitMediaTypes.Json => context.AnswerJsonAsync(value),
        _ when ToolkitMediaTypes.IsSound(accept) => throw new ToolkitException("Audio serialization not implemented"),
        _ => throw new ToolkitException($"Can only serialize PIL.Image.Image, got <class '{PythonText.TypeOf(value)}'>"),
    };
}
