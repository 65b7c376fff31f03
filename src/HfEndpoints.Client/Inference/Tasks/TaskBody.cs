using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace HfEndpoints.Client.Inference;

/// <summary>
/// The body of a request. Content goes as it is where nothing goes with it; else it is a base64 string in JSON.
/// </summary>
internal sealed class TaskBody
{
    private readonly TaskContent? _content;

    private TaskBody(JsonObject? json, TaskContent? content)
    {
        Json = json;
        _content = content;
    }

    /// <summary>The JSON; null where the content goes as it is.</summary>
    public JsonObject? Json { get; }

    public static TaskBody FromJson(JsonObject json) => new(json, null);

    public static TaskBody Create(InferenceTask task, TaskInput? input, JsonObject? arguments)
    {
        var writer = new TaskBodyWriter(task);
        if (input is not null)
        {
            writer.AddInput(input);
        }

        foreach ((string name, JsonNode? value) in arguments ?? [])
        {
            writer.AddArgument(name, value);
        }

        writer.Check();
        return writer.BareContent is { } content ? new TaskBody(null, content) : new TaskBody(writer.ToJson(), null);
    }

    public HttpContent ToContent()
    {
        if (_content is null)
        {
            return HfJson.ToContent(Json!, HfJson.Context.JsonObject);
        }

        var content = new ReadOnlyMemoryContent(_content.Bytes);
        if (_content.MediaType is not null)
        {
            content.Headers.ContentType = MediaTypeHeaderValue.TryParse(_content.MediaType, out MediaTypeHeaderValue? type)
                ? type
                : throw new HfException(
                    HfErrorKind.InvalidRequest,
                    $"'{_content.MediaType}' is not a valid content type. Use one such as 'image/png'.");
        }

        return content;
    }
}
