namespace HfEndpoints.Emulator;

/// <summary>POST /v1/audio/transcriptions, the text of a recording that is sent as a form, as vLLM and SGLang have it.</summary>
internal static class Transcriptions
{
    public static async Task<object?> AnswerAsync(EngineRequest request, OpenAiDialect dialect)
    {
        HttpRequest http = request.Context.Request;
        Refuse.If(!http.HasFormContentType, () => dialect.BadField("file", FieldProblem.Missing, null));
        IFormCollection form = await http.ReadFormAsync(request.Aborted);
        dialect.CheckModel(request, Field("model"));
        Refuse.If(!request.Card.HasHearing, () => dialect.CannotHear(request));
        IFormFile file = form.Files["file"] ?? throw dialect.BadField("file", FieldProblem.Missing, null);
        using var buffer = new MemoryStream();
        await file.CopyToAsync(buffer, request.Aborted);
        byte[] bytes = buffer.ToArray();
        SoundClip clip = ToyModels.ReadSound(bytes) ?? throw BadRequest("Invalid or unsupported audio file.");
        string text = ToyModels.Hear(clip, bytes);
        await request.ThinkAsync();
        return (Field("response_format") ?? "json") switch
        {
            "json" => new { text, usage = new { type = "duration", seconds = (int)Math.Ceiling(clip.Seconds) } },
            "verbose_json" => new
            {
                duration = clip.Seconds.ToString("0.###", CultureInfo.InvariantCulture),
                language = Field("language") ?? "en",
                text,
                segments = new[] { new { id = 0, start = 0, end = Math.Round(clip.Seconds, 3), text } },
                words = (object?)null,
            },
            "text" => text,
            _ => throw BadRequest("Currently only support response_format `text`, `json` or `verbose_json`"),
        };

        string? Field(string name) => form[name] is { Count: > 0 } values ? values[0] : null;
    }

    private static EngineException BadRequest(string message) => new(400, "BadRequestError", message);
}
