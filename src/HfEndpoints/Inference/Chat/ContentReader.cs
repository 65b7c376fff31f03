namespace HfEndpoints.Commands;

/// <summary>
/// Makes the content of a message of what PowerShell has: a text, or parts. A part is a text, a file of an image, a
/// table with an image or a text, or a table as the server takes it.
/// </summary>
internal sealed class ContentReader(ImageAddress images)
{
    public JsonNode? Read(object? content) => Unwrap(content) switch
    {
        null => null,
        string text => JsonValue.Create(text),
        FileSystemInfo or IDictionary or PSObject => new JsonArray(ReadPart(content)),
        IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(ReadPart)]),
        { } other => JsonConversion.ToNode(other) is JsonValue value ? JsonValue.Create(value.ToString()) : null,
    };

    /// <summary>A user's text with images beside it.</summary>
    public JsonArray WithImages(string text, IEnumerable<string> paths) => new([.. paths.Select(ImagePart), TextPart(text)]);

    private JsonNode? ReadPart(object? part)
    {
        switch (Unwrap(part))
        {
            case string text:
                return TextPart(text);
            case FileSystemInfo file:
                return ImagePart(file.FullName);
        }

        if (JsonConversion.ToNode(part) is not JsonObject json)
        {
            return JsonConversion.ToNode(part);
        }

        if (json["image"] is JsonValue image)
        {
            return ImagePart(image.ToString());
        }

        if (json["type"] is null && json["text"] is JsonValue plain)
        {
            return TextPart(plain.ToString());
        }

        return json["image_url"] switch
        {
            JsonValue url => ImagePart(url.ToString()),
            JsonObject { } named when named["url"] is JsonValue url => WithUrl(json, images.FromImage(url.ToString())),
            _ => json,
        };
    }

    private static JsonObject TextPart(string text) => new() { ["type"] = "text", ["text"] = text };

    private JsonObject ImagePart(string image) => new()
    {
        ["type"] = "image_url",
        ["image_url"] = new JsonObject { ["url"] = images.FromImage(image) },
    };

    // What else is beside the address, such as the detail, stays.
    private static JsonObject WithUrl(JsonObject part, string url)
    {
        part["image_url"]!["url"] = url;
        part["type"] ??= "image_url";
        return part;
    }

    private static object? Unwrap(object? value) => value switch
    {
        PSObject { BaseObject: PSCustomObject } custom => custom,
        PSObject wrapped => wrapped.BaseObject,
        _ => value,
    };
}
