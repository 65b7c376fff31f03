using Microsoft.Extensions.Primitives;

namespace HfEndpoints.Emulator;

/// <summary>POST /v1/audio/transcriptions, the text of a recording that is sent as a form, as vLLM and SGLang have it.</summary>
internal static class Transcriptions
{
    public static async Task AnswerAsync(EngineRequest request, OpenAiDialect dialect)
    {
        HttpRequest http = request.Context.Request;
        Refuse.If(!http.HasFormContentType, () => dialect.BadField("file", FieldProblem.Missing, null));
        IFormCollection form = await http.ReadFormAsync(request.Aborted);
        dialect.CheckModel(request, Field(form, "model"));
        Refuse.If(!request.Card.HasHearing, () => dialect.CannotHear(request));
        IFormFile file = form.Files["file"] ?? throw dialect.BadField("file", FieldProblem.Missing, null);
        using var buffer = new MemoryStream();
        await file.CopyToAsync(buffer, request.Aborted);
        byte[] bytes = buffer.ToArray();
        SoundClip clip = ToyModels.ReadSound(bytes) ?? throw BadRequest("Invalid or unsupported audio file.");
        string text = ToyModels.Hear(clip, bytes);
        await request.ThinkAsync();
        switch (Field(form, "response_format") ?? "json")
        {
            case "json":
                await request.Context.AnswerJsonAsync(new JsonObject
                {
                    ["text"] = text,
                    ["usage"] = new JsonObject { ["type"] = "duration", ["seconds"] = (int)Math.Ceiling(clip.Seconds) },
                });
                break;
            case "verbose_json":
                await request.Context.AnswerJsonAsync(Verbose(form, clip, text));
                break;
            case "text":
                await request.Context.AnswerTextAsync(text);
                break;
            default:
                throw BadRequest("Currently only support response_format `text`, `json` or `verbose_json`");
        }
    }

    private static JsonObject Verbose(IFormCollection form, SoundClip clip, string text) => new()
    {
        ["duration"] = clip.Seconds.ToString("0.###", CultureInfo.InvariantCulture),
        ["language"] = Field(form, "language") ?? "en",
        ["text"] = text,
        ["segments"] = new JsonArray(new JsonObject { ["id"] = 0, ["start"] = 0, ["end"] = Math.Round(clip.Seconds, 3), ["text"] = text }),
        ["words"] = null,
    };

    private static string? Field(IFormCollection form, string name) =>
        form.TryGetValue(name, out StringValues value) && value.Count > 0 ? value[0] : null;

    private static EngineException BadRequest(string message) => new(StatusCodes.Status400BadRequest, "BadRequestError", message);
}
