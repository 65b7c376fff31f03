namespace HfEndpoints.Client;

/// <summary>
/// Reads the error bodies of the endpoints API, the hub, the gateway and the inference servers: JSON of several
/// shapes, plain text, and HTML pages of proxies.
/// </summary>
internal static class ServerErrorReader
{
    private const int MaxMessageLength = 2_000;

    private static readonly string[] s_requestIdHeaders = ["x-request-id", "X-Amzn-Trace-Id", "x-amz-cf-id"];

    /// <summary>Reads an error answer whose body is loaded.</summary>
    public static ServerError Read(HttpResponseMessage response, SecretMask mask, TimeProvider timeProvider)
    {
        string body = response.Content is AnswerContent content
            ? ForeignText.Decode(content.Bytes.Span, response.Content.Headers.ContentType?.CharSet)
            : "";
        (string message, string? code) = Parse(body, mask, response.Content.Headers.ContentType?.MediaType);
        if (message.Length == 0 && response.Headers.TryGetValues("X-Error-Message", out IEnumerable<string>? texts))
        {
            message = texts.First();
        }

        // Shorten last: half a token would not be found.
        return new ServerError(response.StatusCode, Shorten(mask.Redact(message)))
        {
            Code = code is null ? null : mask.Redact(code),
            RequestId = RequestIdOf(response, mask),
            RetryAfter = RetryAfter.Read(response.Headers, timeProvider),
        };
    }

    /// <summary>Reads an error's text and code from a JSON object; null if it contains no error.</summary>
    public static (string Message, string? Code)? FromJson(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        string? code = Text(root, "code") ?? Text(root, "error_type") ?? Text(root, "type");
        if (root.TryGetProperty("error", out JsonElement error) && error.ValueKind != JsonValueKind.Null)
        {
            if (error.ValueKind == JsonValueKind.Object)
            {
                return (Text(error, "message") ?? error.ToString(), Text(error, "type") ?? Text(error, "code"));
            }

            // OAuth-like answers have a code in "error" and the message beside it.
            return (Text(root, "error_description") ?? Join(error), code);
        }

        if (root.TryGetProperty("errors", out JsonElement errors))
        {
            return (Join(errors), code);
        }

        string? message = Text(root, "message") ?? Text(root, "detail");
        return message is null ? null : (message, code);
    }

    /// <summary>Describes the page that a proxy or a network's sign-in sends in place of an answer; null if it is none.</summary>
    public static string? PageOf(string body, string? mediaType) =>
        mediaType != "text/html" && !body.AsSpan().TrimStart().StartsWith("<") ? null
        : TitleOf(body) is { } title ? $"an HTML page, '{Shorten(WebUtility.HtmlDecode(title.Trim()))}'"
        : "an HTML page";

    public static string? RequestIdOf(HttpResponseMessage response, SecretMask mask)
    {
        foreach (string header in s_requestIdHeaders)
        {
            if (response.Headers.TryGetValues(header, out IEnumerable<string>? values))
            {
                return mask.Redact(values.First());
            }
        }

        return null;
    }

    private static (string Message, string? Code) Parse(string body, SecretMask mask, string? mediaType)
    {
        string trimmed = body.Trim();
        if (trimmed.StartsWith('{'))
        {
            try
            {
                return FromJson(ForeignJson.Parse(Encoding.UTF8.GetBytes(trimmed), mask)) ?? (trimmed, null);
            }
            catch (JsonException)
            {
                return (trimmed, null);
            }
        }

        return (PageOf(trimmed, mediaType) ?? trimmed, null);
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value)
            ? value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            }
            : null;

    private static string Join(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString() ?? "",
        JsonValueKind.Array => string.Join("; ", element.EnumerateArray().Select(Join)),
        JsonValueKind.Object => Text(element, "message") ?? element.ToString(),
        _ => element.ToString(),
    };

    private static string Shorten(string message) => message.Length <= MaxMessageLength ? message : message[..MaxMessageLength] + "…";

    // Without a pattern, which would begin again at each of many titles that do not end.
    private static string? TitleOf(string page)
    {
        int start = page.IndexOf("<title", StringComparison.OrdinalIgnoreCase);
        int text = start < 0 ? 0 : page.IndexOf('>', start) + 1;
        int end = text == 0 ? -1 : page.IndexOf("</title>", text, StringComparison.OrdinalIgnoreCase);
        return end < 0 ? null : page[text..end];
    }
}
