namespace HfEndpoints.Emulator;

/// <summary>Reads a request's JSON as the Rust web framework axum does, with its answers to what cannot be read.</summary>
internal static class JsonBody
{
    public static async Task<JsonObject> ReadAsync(HttpRequest request, Shape shape)
    {
        byte[] bytes = await request.ReadBodyAsync();
        Refuse.If(
            !request.HasJsonContentType(), () => new PlainTextException(415, "Expected request with `Content-Type: application/json`"));
        JsonNode? document;
        try
        {
            document = JsonNode.Parse(bytes);
        }
        catch (JsonException exception)
        {
            string what = bytes.All(value => char.IsWhiteSpace((char)value)) ? "EOF while parsing a value" : "expected value";
            string place = $"line {exception.LineNumber + 1} column {exception.BytePositionInLine + 1}";
            throw new PlainTextException(400, $"Failed to parse the request body as JSON: {what} at {place}");
        }

        try
        {
            return (JsonObject)shape.Read(document, "")!;
        }
        catch (ShapeException exception)
        {
            string prefix = exception.Path.Length == 0 ? "" : exception.Path + ": ";
            string text = $"{prefix}{exception.Message} at {Position(bytes, exception.Path)}";
            throw exception.IsSyntax
                ? new PlainTextException(400, $"Failed to parse the request body as JSON: {text}")
                : PlainTextException.Unprocessable(text);
        }
    }

    /// <summary>The place of the value at a path, as "line L column C", counted where the parser stands after reading it.</summary>
    private static string Position(byte[] bytes, string path)
    {
        var reader = new Utf8JsonReader(bytes);
        var location = new Stack<(string Path, int Index)>();
        string current = "";
        long end = bytes.Length;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                string parent = location.Peek().Path;
                current = parent.Length == 0 ? reader.GetString()! : $"{parent}.{reader.GetString()}";
                continue;
            }

            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                current = location.Pop().Path;
            }
            else if (location.TryPeek(out (string Path, int Index) top) && top.Index >= 0)
            {
                location.Pop();
                location.Push((top.Path, top.Index + 1));
                current = $"{top.Path}[{top.Index}]";
            }

            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                location.Push((current, reader.TokenType == JsonTokenType.StartArray ? 0 : -1));
            }
            else if (current == path)
            {
                end = reader.BytesConsumed;
                break;
            }
        }

        string before = Encoding.UTF8.GetString(bytes, 0, (int)end);
        int line = before.Count(character => character == '\n') + 1;
        return $"line {line} column {before.Length - before.LastIndexOf('\n') - 1}";
    }
}
