using System.Net;
using System.Text.Json;

namespace HfEndpoints.Client.Inference;

/// <summary>Reads the errors that servers send inside a stream, where no status tells of them any more.</summary>
internal static class StreamErrors
{
    private static readonly (string Start, HfErrorKind Kind)[] s_texts =
    [
        ("Request failed during generation", HfErrorKind.GenerationFailed),
        ("Incomplete generation", HfErrorKind.GenerationFailed),
        ("Model is overloaded", HfErrorKind.RateLimited),
    ];

    /// <summary>What an event tells of; null where it tells of no error.</summary>
    public static (HfErrorKind Kind, string Message)? Find(JsonElement json)
    {
        if (ServerErrorReader.FromJson(json) is not { } error)
        {
            return null;
        }

        JsonElement inner = json.Member("error") is { ValueKind: JsonValueKind.Object } found ? found : json;
        long? status = inner.WholeOf("http_status_code") ?? inner.WholeOf("code") ?? json.WholeOf("code");
        string code = error.Code is null ? "" : $" ({error.Code})";
        return (KindOf(status, error), error.Message + code);
    }

    private static HfErrorKind KindOf(long? status, (string Message, string? Code) error)
    {
        // Text Generation Inference has one status for whatever happens in a stream of its chat.
        if (status == (long)HttpStatusCode.UnprocessableEntity
            && s_texts.FirstOrDefault(text => error.Message.StartsWith(text.Start, StringComparison.Ordinal)) is { Start: not null } told)
        {
            return told.Kind;
        }

        if (status is >= 400 and < 600)
        {
            HfErrorKind kind = ErrorKinds.FromError(
                new ServerError((HttpStatusCode)status, error.Message), HfErrorKind.NotFound, HfErrorKind.InvalidRequest);

            // The server is there, and it is this text that it failed to make.
            return kind == HfErrorKind.ServiceUnavailable ? HfErrorKind.GenerationFailed : kind;
        }

        return error.Code switch
        {
            "overloaded" => HfErrorKind.RateLimited,
            "validation" or "template_error" or "tool_error" => HfErrorKind.InvalidRequest,
            "BadRequestError" or "invalid_request_error" => HfErrorKind.InvalidRequest,
            _ => HfErrorKind.GenerationFailed,
        };
    }
}
