using System.Buffers;
using System.Text.Encodings.Web;

namespace HfEndpoints.Client;

/// <summary>
/// Remembers which tokens and secrets this process has sent to a service, and masks them in whatever the service and its endpoints
/// say: errors, states, logs, headers. The output of models is never changed.
/// </summary>
internal sealed partial class SecretMask
{
    /// <summary>What is shown in place of a secret.</summary>
    public const string Mask = "***";

    // Shorter ones are found in ordinary words.
    private const int LeastLength = 6;

    // The lines of a key or of another secret of several lines come one by one in a log.
    private const int LeastLineLength = 12;

    // Bounds the memory and the time. The oldest are forgotten.
    private const int MaxRemembered = 2000;

    // What an endpoint is and does: what is public by itself is needed as it is, also if somebody has called it, or a part of it, a
    // secret.
    private static readonly HashSet<string> s_publicMembers = new(
        [
            "name", "namespace", "id", "state", "type", "level", "url", "repository", "revision", "task", "framework", "vendor",
            "region", "accelerator", "instanceType", "instanceSize", "timestamp", "replica_id",
        ],
        StringComparer.Ordinal);

    // They are sent back as they are, and shown to nobody.
    private static readonly HashSet<string> s_cursors = new(["nextCursor", "next_cursor"], StringComparer.Ordinal);

    private static readonly JsonWriterOptions s_writing = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = JsonLimits.MaxDepth,
    };

    private static readonly ConcurrentDictionary<string, SecretMask> s_masks = new(StringComparer.OrdinalIgnoreCase);

    private readonly object _lock = new();
    private readonly HashSet<string> _values = new(StringComparer.Ordinal);
    private readonly Queue<string> _inOrder = new();
    private volatile SecretForms? _forms;

    /// <summary>The mask for a service, the same for all clients of the process.</summary>
    public static SecretMask ForService(Uri service) => s_masks.GetOrAdd(service.Authority, static _ => new SecretMask());

    private SecretForms Forms
    {
        get
        {
            if (_forms is { } known)
            {
                return known;
            }

            lock (_lock)
            {
                return _forms ??= new SecretForms(_values);
            }
        }
    }

    /// <summary>Masks a value from now on.</summary>
    public void Remember(string? value)
    {
        if (value is null || value.Length < LeastLength)
        {
            return;
        }

        lock (_lock)
        {
            Add(value);
            foreach (string line in value.Split(['\r', '\n'], StringSplitOptions.TrimEntries))
            {
                if (line.Length >= LeastLineLength)
                {
                    Add(line);
                }
            }
        }
    }

    /// <summary>The text without what was sent.</summary>
    public string Apply(string text)
    {
        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        byte[] rented = ArrayPool<byte>.Shared.Rent(most);
        try
        {
            ReadOnlySpan<byte> bytes = rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented));
            if (!IsIn(bytes))
            {
                return text;
            }

            var masked = new ArrayBufferWriter<byte>(bytes.Length);
            Copy(bytes, isEnd: true, masked);
            return Encoding.UTF8.GetString(masked.WrittenSpan);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }
    }

    /// <summary>The text of an error without what was sent, and without other tokens of the Hub.</summary>
    public string Redact(string text) => HubToken().Replace(Apply(text), Mask);

    /// <summary>Copies bytes without what was sent; returns how many of them, as the rest is decided by what follows.</summary>
    public int Copy(ReadOnlySpan<byte> bytes, bool isEnd, IBufferWriter<byte> output) =>
        Forms.Replace(bytes, isEnd, "***"u8, output, out _);

    /// <summary>JSON without what was sent; null if it is as it was.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="bytes">Its bytes.</param>
    public ReadOnlyMemory<byte>? Apply(JsonElement json, ReadOnlySpan<byte> bytes)
    {
        if (!IsIn(bytes))
        {
            return null;
        }

        var masked = new ArrayBufferWriter<byte>(bytes.Length);
        using (var writer = new Utf8JsonWriter(masked, s_writing))
        {
            Write(writer, json, "");
        }

        return masked.WrittenMemory;
    }

    /// <summary>The cause of a failure, whose message may contain a part of an answer.</summary>
    public Exception? Apply(Exception? cause)
    {
        for (Exception? link = cause; link is not null; link = link.InnerException)
        {
            if (Redact(link.Message) == link.Message)
            {
                continue;
            }

            string message = Redact(cause!.Message);
            return cause switch
            {
                HttpRequestException failed => new HttpRequestException(failed.HttpRequestError, message, null, failed.StatusCode),
                IOException => new IOException(message),
                JsonException => new JsonException(message),
                _ => new UnreadableBodyException(message),
            };
        }

        return cause;
    }

    private void Add(string value)
    {
        if (!_values.Add(value))
        {
            return;
        }

        _inOrder.Enqueue(value);
        if (_inOrder.Count > MaxRemembered)
        {
            _values.Remove(_inOrder.Dequeue());
        }

        _forms = null;
    }

    /// <summary>Whether anything that was sent is in a text.</summary>
    public bool IsIn(ReadOnlySpan<byte> bytes)
    {
        SecretForms forms = Forms;
        if (!forms.MayBeIn(bytes))
        {
            return false;
        }

        forms.Replace(bytes, isEnd: true, default, null, out bool isFound);
        return isFound;
    }

    private void Write(Utf8JsonWriter writer, JsonElement json, string member)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (JsonProperty inner in json.EnumerateObject())
                {
                    writer.WritePropertyName(inner.Name.All(char.IsAsciiLetter) ? inner.Name : Apply(inner.Name));
                    Write(writer, inner.Value, inner.Name);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in json.EnumerateArray())
                {
                    Write(writer, item, "");
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String when json.GetString()! is var text:
                writer.WriteStringValue(s_cursors.Contains(member) || (s_publicMembers.Contains(member) && IsPublic(text))
                    ? text
                    : Apply(text));
                break;
            case JsonValueKind.Number when IsRemembered(json.GetRawText()):
                writer.WriteStringValue(Mask);
                break;
            default:
                json.WriteTo(writer);
                break;
        }
    }

    // An endpoint 'llama3-chat' must be found also if 'llama3' was sent as a secret.
    private bool IsPublic(string text) => !HubToken().IsMatch(text) && (IsRemembered(text) || Identifier().IsMatch(text));

    private bool IsRemembered(string value)
    {
        lock (_lock)
        {
            return _values.Contains(value);
        }
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9.:/-]{0,255}\\z")]
    private static partial Regex Identifier();

    [GeneratedRegex("\\b(hf_|api_org_)[A-Za-z0-9]{12,}")]
    private static partial Regex HubToken();
}
