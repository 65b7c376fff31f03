using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace HfEndpoints.Client.Inference;

/// <summary>
/// Reads a text that streams in. A stream that began with 200 may still tell of an error, or break off: both are
/// thrown, with what came before, so that half a text never passes for a whole one.
/// </summary>
/// <typeparam name="T">A piece.</typeparam>
internal sealed class ModelStream<T>(
    HfTransport transport, string action, HttpResponseMessage response, IStreamFormat<T> format)
{
    private const string EndMark = "[DONE]";

    private readonly StringBuilder _text = new();
    private bool _isWhole;

    public async IAsyncEnumerable<T> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // What breaks after the whole text came takes nothing away from it.
        IAsyncEnumerator<SseItem<string>> events = EventStream
            .ReadAsync(response, action, mayBreak: () => _isWhole, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        await using (events.ConfigureAwait(false))
        {
            while (await MoveNextAsync(events).ConfigureAwait(false))
            {
                string data = events.Current.Data;
                if (data.Trim() == EndMark)
                {
                    yield break;
                }

                foreach (T piece in data.Length == 0 ? [] : Read(data))
                {
                    _text.Append(format.TextOf(piece));
                    CheckLength();
                    _isWhole |= format.IsWholeWith(piece);
                    yield return piece;
                }
            }
        }

        if (!_isWhole)
        {
            throw WithText(EventStream.Interrupted(action, "ended in the middle of the text", null));
        }
    }

    private void CheckLength()
    {
        if (_text.Length > BodyLimits.StreamedText)
        {
            throw WithText(new HfException(
                HfErrorKind.InvalidResponse,
                $"Cannot {action}: the text does not end; the most that is read is {BodyLimits.StreamedText} characters."));
        }
    }

    private async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<SseItem<string>> events)
    {
        try
        {
            return await events.MoveNextAsync().ConfigureAwait(false);
        }
        catch (HfException exception)
        {
            throw WithText(exception);
        }
    }

    private IReadOnlyList<T> Read(string data)
    {
        try
        {
            JsonElement json = JsonSerializer.Deserialize(data, HfJson.Context.JsonElement);
            if (json.Member(format.Mark) is null && StreamErrors.Find(json) is { } error)
            {
                throw WithText(new HfException(error.Kind, $"Cannot {action}: {transport.Redact(error.Message)}"));
            }

            return format.Read(json);
        }
        catch (JsonException exception)
        {
            throw WithText(new HfException(
                HfErrorKind.InvalidResponse,
                $"Cannot {action}: an event of the stream is not the JSON expected.",
                exception));
        }
    }

    private HfException WithText(HfException exception)
    {
        string came = _text.Length == 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $" {_text.Length} characters of the text had come.");
        return new HfException(exception, $"{exception.Message.TrimEnd('.')}.{came}") { PartialText = _text.ToString() };
    }
}
