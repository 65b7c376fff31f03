using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using HfEndpoints.Client.Errors;
using HfEndpoints.Client.Http;
using HfEndpoints.Client.Json;

namespace HfEndpoints.Client.Inference;

/// <summary>
/// Reads a stream of generated pieces. A stream that began with 200 may still tell of an error, or break off: both
/// are thrown, so that half a text never passes for a whole one.
/// </summary>
internal sealed class TextGenerationStream(HfTransport transport, string action, HttpResponseMessage response)
{
    private const string EndMark = "[DONE]";

    public async IAsyncEnumerable<GeneratedTextChunk> ReadAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool isWhole = false;

        // What breaks after the whole text came takes nothing away from it.
        await foreach (SseItem<string> item in EventStream
            .ReadAsync(response, action, mayBreak: () => isWhole, cancellationToken)
            .ConfigureAwait(false))
        {
            if (item.Data.Trim() == EndMark)
            {
                yield break;
            }

            if (item.Data.Length == 0)
            {
                continue;
            }

            GeneratedTextChunk chunk = Read(item.Data);
            isWhole |= chunk.GeneratedText is not null;
            yield return chunk;
        }

        if (!isWhole)
        {
            throw EventStream.Interrupted(action, "ended in the middle of the text", null);
        }
    }

    private GeneratedTextChunk Read(string data)
    {
        JsonElement json;
        try
        {
            json = JsonSerializer.Deserialize(data, HfJson.Context.JsonElement);
            if (json.ValueKind == JsonValueKind.Object && !json.TryGetProperty("token", out _)
                && ServerErrorReader.FromJson(json) is { } error)
            {
                string code = error.Code is null ? "" : $" ({error.Code})";
                throw new HfException(
                    KindOf(error.Code), $"Cannot {action}: {transport.Redact(error.Message + code)}");
            }

            return json.Deserialize(HfJson.Context.GeneratedTextChunk) ?? throw Unreadable(null);
        }
        catch (JsonException exception)
        {
            throw Unreadable(exception);
        }
    }

    private static HfErrorKind KindOf(string? errorType) => errorType switch
    {
        "overloaded" => HfErrorKind.RateLimited,
        "validation" => HfErrorKind.InvalidRequest,
        _ => HfErrorKind.GenerationFailed,
    };

    private HfException Unreadable(JsonException? cause) => new(
        HfErrorKind.InvalidResponse, $"Cannot {action}: an event of the stream is not the JSON expected.", cause);
}
