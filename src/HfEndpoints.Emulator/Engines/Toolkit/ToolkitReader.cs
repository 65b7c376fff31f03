namespace HfEndpoints.Emulator;

/// <summary>Reads a request: JSON, or the bytes of a picture or a recording.</summary>
internal static class ToolkitReader
{
    private const string OctetStream = "application/octet-stream";

    public static async Task<ToolkitInput> ReadAsync(EngineRequest request, ToolkitTask task, string taskName, bool isHubShaped)
    {
        HttpRequest http = request.Context.Request;
        byte[] bytes = await http.ReadBodyAsync();
        if (!isHubShaped)
        {
            return ReadLiterally(request, task, taskName, bytes);
        }

        if (IsBinary(http.ContentType ?? "", task.Kind, bytes))
        {
            if (bytes.Length == 0)
            {
                throw new ToolkitException(task.Kind == InputKind.Audio ? "Soundfile is empty" : "cannot identify image file: it is empty");
            }

            return new ToolkitInput(bytes, [], Query(http), taskName, request.Spec.Repository, isHubShaped);
        }

        JsonObject body = Parse(bytes);
        // The hub's clients send tables without the key inputs.
        Refuse.If(!body.ContainsKey("inputs") && !body.ContainsKey("table"), () => MissingInputs(body));
        RequestParameters parameters = body["parameters"] switch
        {
            null => Query(http),
            JsonObject given => new RequestParameters(given),
            JsonNode other => throw new ToolkitException($"`parameters` must be of type dict, got {PythonText.TypeOf(other)}"),
        };
        return new ToolkitInput(null, body, parameters, taskName, request.Spec.Repository, isHubShaped);
    }

    /// <summary>Takes the content type as it stands, and of a JSON body nothing but inputs and parameters.</summary>
    private static ToolkitInput ReadLiterally(EngineRequest request, ToolkitTask task, string taskName, byte[] bytes)
    {
        HttpRequest http = request.Context.Request;
        string contentType = http.ContentType ?? "None";
        Refuse.If(!ToolkitMediaTypes.IsLiteral(contentType), () => ToolkitMediaTypes.Refuse("Content", contentType));
        if (ToolkitMediaTypes.IsImage(contentType) || ToolkitMediaTypes.IsSound(contentType))
        {
            return bytes.Length > 0
                ? new ToolkitInput(bytes, [], Query(http), taskName, request.Spec.Repository, IsHubShaped: false)
                : throw new ToolkitException("cannot identify image file <_io.BytesIO object>");
        }

        JsonObject body = ToolkitMediaTypes.IsJson(contentType) ? Parse(bytes) : throw new ToolkitException(
            "'NoneType' object has no attribute 'deserialize'");
        Refuse.If(!body.ContainsKey("inputs"), () => MissingInputs(body));
        // Base64 is taken for the name of a file, but where a sound comes with parameters.
        Refuse.If(
            task.Kind == InputKind.Audio && !body.ContainsKey("parameters") && body["inputs"]?.GetValueKind() == JsonValueKind.String,
            () => new ToolkitException($"[Errno 2] No such file or directory: '{ToolkitInput.Text(body["inputs"])}'"));
        RequestParameters parameters =
            body.ContainsKey("parameters") ? new RequestParameters(body["parameters"] as JsonObject ?? []) : Query(http);
        var inputs = new JsonObject { ["inputs"] = body["inputs"]?.DeepClone() };
        return new ToolkitInput(null, inputs, parameters, taskName, request.Spec.Repository, IsHubShaped: false);
    }

    /// <summary>The text of the error about a body without inputs, which shows the body as Python shows bytes.</summary>
    public static ToolkitException MissingInputs(JsonObject body) =>
        new($"Body needs to provide a inputs key, received: b'{JsonSerializer.Serialize(body, HttpAnswers.Json)}'");

    public static JsonObject Parse(byte[] bytes)
    {
        Refuse.If(bytes.Length == 0, () => new ToolkitException("Input is a zero-length, empty document: line 1 column 1 (char 0)"));
        try
        {
            return JsonNode.Parse(bytes) is JsonObject body ? body : throw new ToolkitException("Body needs to be a JSON object");
        }
        catch (JsonException exception)
        {
            throw new ToolkitException(
                $"unexpected character: line {exception.LineNumber + 1} column {exception.BytePositionInLine + 1} (char "
                    + $"{exception.BytePositionInLine})");
        }
    }

    private static bool IsBinary(string contentType, InputKind kind, byte[] bytes)
    {
        string type = ToolkitMediaTypes.Bare(contentType);
        return type switch
        {
            // The hub's clients send bytes without saying of what kind.
            "" => kind != InputKind.Json && !bytes.AsSpan().TrimStart(" \r\n\t"u8).StartsWith("{"u8),
            OctetStream when kind != InputKind.Json => true,
            _ when ToolkitMediaTypes.IsImage(type) || ToolkitMediaTypes.IsSound(type) => true,
            _ => ToolkitMediaTypes.IsJson(type) ? false : throw ToolkitMediaTypes.Refuse("Content", contentType),
        };
    }

    private static RequestParameters Query(HttpRequest request) => new(new JsonObject(
        request.Query.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, Value(pair.Value.ToString())))));

    private static JsonNode Value(string text) => text switch
    {
        "true" => true,
        "false" => false,
        _ when text.Length is > 0 and < 10 && text.All(char.IsAsciiDigit) => int.Parse(text, CultureInfo.InvariantCulture),
        _ => text,
    };
}
