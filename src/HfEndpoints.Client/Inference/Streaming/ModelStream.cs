namespace HfEndpoints.Client.Inference;

/// <summary>
/// Reads a streamed answer. A stream that began with 200 may still report an error or break off. Both throw, with the
/// text so far, so that half an answer never looks complete.
/// </summary>
/// <typeparam name="T">A piece.</typeparam>
internal sealed class ModelStream<T>(HfTransport transport, StreamedAnswer answer, IStreamFormat<T> format)
{
    private const string ErrorEvent = "error";

    private readonly string _action = answer.Action;
    private readonly StringBuilder _text = new();
    private Func<JsonElement, IReadOnlyList<T>>? _readUsual;
    private bool _hasBegun;
    private bool _isWhole;

    private static ReadOnlySpan<byte> EndMark => "[DONE]"u8;

    private static ReadOnlySpan<byte> Ping => "ping"u8;

    public async IAsyncEnumerable<T> ReadAsync()
    {
        // A failure after the complete answer does not matter.
        IAsyncEnumerator<ServerEvent> events = EventStream
            .ReadAsync(answer.Response, _action, mayBreak: () => _isWhole, answer.Token, body => new ErrorFieldStream(body))
            .GetAsyncEnumerator(answer.Token);
        await using (events.ConfigureAwait(false))
        {
            while (await MoveNextAsync(events).ConfigureAwait(false))
            {
                if (events.Current.Trimmed.SequenceEqual(EndMark))
                {
                    // SGLang may end a text like this without a finish reason.
                    _isWhole |= _hasBegun;
                    break;
                }

                foreach (T piece in Read(events.Current))
                {
                    _text.Append(format.TextOf(piece));
                    CheckLength();
                    _hasBegun |= format.AddsTo(piece);
                    _isWhole |= format.IsWholeWith(piece);
                    yield return piece;
                }
            }
        }

        if (!_isWhole)
        {
            throw WithText(EventStream.Interrupted(_action, "ended before the answer was complete", null));
        }
    }

    private void CheckLength()
    {
        if (_text.Length > BodyLimits.StreamedText)
        {
            throw WithText(new HfException(
                HfErrorKind.InvalidResponse,
                $"Cannot {_action}: the text is longer than {BodyLimits.StreamedText} characters, the limit for streams."));
        }
    }

    private async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<ServerEvent> events)
    {
        try
        {
            return await events.MoveNextAsync().ConfigureAwait(false);
        }
        catch (HfException exception)
        {
            throw WithText(exception);
        }
        catch (OperationCanceledException) when (answer.IsTimedOut)
        {
            return _isWhole ? false : throw WithText(answer.TimedOut());
        }
    }

    private IReadOnlyList<T> Read(ServerEvent item)
    {
        bool isError = item.Type == ErrorEvent;
        bool isKnown = isError || item.Type is "message" or "";
        try
        {
            return item.IsBlank || Ascii.EqualsIgnoreCase(item.Trimmed, Ping)
                ? []
                : item.ReadJson(mask: null, isError || !isKnown ? ReaderOf(isError, isKnown) : _readUsual ??= ReaderOf(isError, isKnown));
        }
        catch (JsonException) when (isError)
        {
            throw Failure((HfErrorKind.GenerationFailed, item.Text.Trim()));
        }
        catch (JsonException) when (!isKnown)
        {
            return [];
        }
        catch (JsonException exception)
        {
            throw WithText(new HfException(
                HfErrorKind.InvalidResponse, $"Cannot {_action}: an event of the stream is not the expected JSON.", exception));
        }
    }

    private Func<JsonElement, IReadOnlyList<T>> ReaderOf(bool isError, bool isKnown) => json => Read(json, isError, isKnown);

    private IReadOnlyList<T> Read(JsonElement json, bool isError, bool isKnown)
    {
        bool hasPieces = format.HasPieces(json);
        return StreamErrors.Find(json, isError || (isKnown && !hasPieces)) is { } error ? throw Failure(error)
            : hasPieces ? format.Read(json)
            : json.ValueKind == JsonValueKind.Object || !isKnown ? []
            : throw new JsonException("The event is not an object.");
    }

    private HfException Failure((HfErrorKind Kind, string Message) error) =>
        WithText(new HfException(error.Kind, $"Cannot {_action}: {transport.Mask.Redact(error.Message)}")
        {
            ServerMessage = transport.Mask.Redact(error.Message),
        });

    private HfException WithText(HfException exception)
    {
        string came = _text.Length == 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $" {_text.Length} characters of the text had arrived.");
        return new HfException(exception, $"{exception.Message.TrimEnd('.')}.{came}") { PartialText = _text.ToString() };
    }
}
