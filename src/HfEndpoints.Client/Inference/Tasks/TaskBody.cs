using System.Net.Http.Headers;

namespace HfEndpoints.Client.Inference;

/// <summary>The body of a request. Content without parameters is sent as it is; otherwise as a base64 string in JSON.</summary>
/// <param name="Json">The JSON; null if the content goes as it is.</param>
/// <param name="Content">The input image or sound; null if there is none.</param>
internal sealed record TaskBody(JsonObject? Json, TaskContent? Content)
{
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
        return new TaskBody(writer.BareContent is null ? writer.ToJson() : null, writer.Content);
    }

    public HttpContent ToContent()
    {
        if (Json is not null)
        {
            return HfJson.ToContent(Json, HfJson.Context.JsonObject);
        }

        var content = new ReadOnlyMemoryContent(Content!.Bytes);
        if (Content.MediaType is not null)
        {
            content.Headers.ContentType = MediaTypeHeaderValue.TryParse(Content.MediaType, out MediaTypeHeaderValue? type)
                ? type
                : throw new HfException(
                    HfErrorKind.InvalidRequest, $"'{Content.MediaType}' is not a valid content type. Use one such as 'image/png'.");
        }

        return content;
    }
}
