namespace HfEndpoints.Client.Inference;

/// <summary>
/// Reads the events of a streamed answer. A stream that began with 200 may still report an error or break off. Both throw, with the
/// text so far, so that half an answer never looks complete.
/// </summary>
/// <typeparam name="T">A piece.</typeparam>
internal sealed class PieceReader<T>(HfTransport transport, ModelAnswer<T> answer)
    where T : class
{
    private const string ErrorEvent = "error";

    private readonly string _action = answer.Stream.Action;
    private readonly IStreamFormat<T> _format = answer.Format;
    private readonly StringBuilder _text = new();
    private Func<JsonElement, IReadOnlyList<T>>? _readUsual;
    private bool _hasBegun;
    private bool _isWhole;

    /// <summary>Whether anything was returned.</summary>
    public bool HasPieces { get; private set; }

    private static ReadOnlySpan<byte> EndMark => "[DONE]"u8;

    private static ReadOnlySpan<byte> Ping => "ping"u8;

    /// <summary>Records a piece that is returned.</summary>
    public void Add(T piece)
    {
        HasPieces = true;
        _text.Append(_format.TextOf(piece));
        _hasBegun |= _format.AddsTo(piece);
        _isWhole |= _format.IsWholeWith(piece);
        if (_text.Length > BodyLimits.StreamedText)
        {
            throw WithText(new HfException(
                HfErrorKind.InvalidResponse,
                $"Cannot {_action}: the text is longer than {BodyLimits.StreamedText} characters, the limit for streams."));
        }
    }

    /// <summary>The pieces of an event; null if it ends the stream.</summary>
    public IReadOnlyList<T>? Read(ServerEvent item)
    {
        if (item.Trimmed.SequenceEqual(EndMark))
        {
            // SGLang may end a text like this without a finish reason.
            _isWhole |= _hasBegun;
            return null;
        }

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

    /// <summary>Whether a failure only means that the stream, whose answer is complete, has ended.</summary>
    public bool IsEndOfWhole(Exception exception) => _isWhole && (EventStream.IsBreak(exception) || IsTimeUp(exception));

    /// <summary>The exception for a failure to read; null for one that passes as it is, or does not matter.</summary>
    public HfException? Translate(Exception exception) => exception switch
    {
        HfException => null,
        _ when IsEndOfWhole(exception) => null,
        OperationCanceledException => IsTimeUp(exception) ? WithText(answer.Stream.TimedOut()) : null,
        _ => WithText(EventStream.Failure(_action, exception)),
    };

    /// <summary>Throws if the answer is not complete when its stream has ended.</summary>
    public void CheckIsWhole()
    {
        if (!_isWhole)
        {
            throw WithText(EventStream.Interrupted(_action, "ended before the answer was complete", null));
        }
    }

    private bool IsTimeUp(Exception exception) => exception is OperationCanceledException && answer.Stream.IsTimedOut;

    private Func<JsonElement, IReadOnlyList<T>> ReaderOf(bool isError, bool isKnown) => json => Read(json, isError, isKnown);

    private IReadOnlyList<T> Read(JsonElement json, bool isError, bool isKnown)
    {
        bool hasPieces = _format.HasPieces(json);
        return StreamErrors.Find(json, isError || (isKnown && !hasPieces)) is { } error ? throw Failure(error)
            : hasPieces ? _format.Read(json)
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
