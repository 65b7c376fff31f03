namespace HfEndpoints.Client.Inference;

/// <summary>Reads the errors that servers send inside a stream, where no status reports them any more.</summary>
internal static class StreamErrors
{
    private static readonly string[] s_statusNames = ["http_status_code", "status_code", "code", "status"];

    private static readonly (string Start, HfErrorKind Kind)[] s_texts =
    [
        ("Request failed during generation", HfErrorKind.GenerationFailed),
        ("Incomplete generation", HfErrorKind.GenerationFailed),
        ("Model is overloaded", HfErrorKind.RateLimited),
    ];

    /// <summary>The error that an event reports; null if it reports none.</summary>
    /// <param name="json">The event.</param>
    /// <param name="mayBeFlat">Whether it is one also without a member <c>error</c>: nothing else is in it.</param>
    public static (HfErrorKind Kind, string Message)? Find(JsonElement json, bool mayBeFlat = true)
    {
        if (json.ValueKind == JsonValueKind.String && mayBeFlat)
        {
            return Find(JsonSerializer.SerializeToElement(
                new System.Text.Json.Nodes.JsonObject { ["error"] = json.GetString() }, HfJson.Context.JsonObject));
        }

        bool isNested = json.Member("error") is { } member && IsSet(member);
        if ((!isNested && (!mayBeFlat || json.Member("error") is not null || json.TextOf("type") == "ping"))
            || ServerErrorReader.FromJson(json) is not { } error)
        {
            return null;
        }

        JsonElement inner = json.Member("error") is { ValueKind: JsonValueKind.Object } found ? found : json;
        string code = error.Code is null ? "" : $" ({error.Code})";
        return (KindOf(StatusOf(inner) ?? StatusOf(json), error), error.Message + code);
    }

    // Some write the member into every event.
    private static bool IsSet(JsonElement error) => error.ValueKind switch
    {
        JsonValueKind.False => false,
        JsonValueKind.String => error.GetString()!.Length > 0,
        JsonValueKind.Object => error.EnumerateObject().Any(),
        _ => true,
    };

    private static long? StatusOf(JsonElement json) => s_statusNames
        .Select(name => json.WholeOf(name))
        .FirstOrDefault(status => status is >= 400 and < 600);

    private static HfErrorKind KindOf(long? status, (string Message, string? Code) error)
    {
        // Text Generation Inference has one status for whatever happens in a stream of its chat.
        if (status == (long)HttpStatusCode.UnprocessableEntity
            && s_texts.FirstOrDefault(text => error.Message.StartsWith(text.Start, StringComparison.Ordinal)) is { Start: not null } told)
        {
            return told.Kind;
        }

        if (status is { } number)
        {
            HfErrorKind kind = ErrorKinds.FromError(
                new ServerError((HttpStatusCode)number, error.Message), HfErrorKind.NotFound, HfErrorKind.InvalidRequest);

            // The server is there: it has no room for this request, or it failed to answer it.
            return kind != HfErrorKind.ServiceUnavailable ? kind
                : number == (long)HttpStatusCode.ServiceUnavailable ? HfErrorKind.RateLimited
                : HfErrorKind.GenerationFailed;
        }

        return error.Code?.ToLowerInvariant() switch
        {
            "overloaded" or "overloaded_error" or "service_unavailable" or "unavailable_error" or "rate_limit_error"
                or "rate_limit_exceeded" => HfErrorKind.RateLimited,
            "validation" or "template_error" or "tool_error" => HfErrorKind.InvalidRequest,
            "badrequesterror" or "invalid_request_error" => HfErrorKind.InvalidRequest,
            _ => HfErrorKind.GenerationFailed,
        };
    }
}
