using System.Text.Encodings.Web;

namespace HfEndpoints.Emulator;

internal static class HttpAnswers
{
    /// <summary>As the service writes JSON: compact, characters outside ASCII as they are.</summary>
    public static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Answers with a text as it is or an object as JSON; null is an answer without a body, or one already sent.</summary>
    public static Task AnswerAsync(this HttpContext context, object? answer) => answer switch
    {
        null => Task.CompletedTask,
        string text => context.AnswerTextAsync(text),
        RawAnswer { Body: null } empty => context.AnswerEmptyAsync(empty.Status),
        RawAnswer { Body: string text } raw => context.AnswerTextAsync(text, raw.Status, raw.ContentType),
        RawAnswer raw => context.AnswerJsonAsync(raw.Body, raw.Status),
        _ => context.AnswerJsonAsync(answer),
    };

    /// <summary>Answers with an object as JSON; its properties have the names that go over the wire.</summary>
    public static Task AnswerJsonAsync(this HttpContext context, object body, int status = 200) =>
        AnswerBytesAsync(context, JsonSerializer.SerializeToUtf8Bytes(body, Json), "application/json", status);

    public static Task AnswerTextAsync(this HttpContext context, string body, int status = 200, string? contentType = null) =>
        AnswerBytesAsync(context, Encoding.UTF8.GetBytes(body), contentType ?? "text/plain; charset=utf-8", status);

    public static Task AnswerEmptyAsync(this HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    public static async Task AnswerBytesAsync(HttpContext context, ReadOnlyMemory<byte> bytes, string contentType, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    public static async Task<byte[]> ReadBodyAsync(this HttpRequest request)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
        return buffer.ToArray();
    }
}

/// <summary>An answer with another status than 200, or a text that is not plain.</summary>
internal sealed record RawAnswer(object? Body, int Status = 200, string? ContentType = null);

/// <summary>An object of JSON that grows field by field; one whose fields are known at once is an anonymous object.</summary>
internal sealed class JsonMap : Dictionary<string, object?>
{
    public JsonMap()
    {
    }

    public JsonMap(JsonMap other) : base(other)
    {
    }
}

internal static class WireNumber
{
    /// <summary>
    /// A floating point number as the service's JSON library writes it: 30.0 and not 30. Clients in languages without types go by
    /// the spelling and would read the second as an integer.
    /// </summary>
    public static JsonNode Float(double value) => JsonNode.Parse(value.ToString("0.0################", CultureInfo.InvariantCulture))!;
}
