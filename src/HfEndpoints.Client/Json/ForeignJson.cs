using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace HfEndpoints.Client;

/// <summary>
/// Reads JSON from outside. The result is safe to access, and every failure is a <see cref="JsonException"/>. Without
/// this, half a surrogate pair, an invalid UTF-8 byte, a number out of range or a duplicate member would throw
/// another exception, and only when the value is accessed.
/// </summary>
internal static partial class ForeignJson
{
    // Each requires another pass.
    private const int MaxRemoved = 100;

    /// <summary>Reads a document in UTF-8, or in the encoding of its byte order mark.</summary>
    /// <param name="bytes">The document.</param>
    /// <param name="mask">
    /// Masks what was sent, and repairs invalid text. Null for the output of a model, in which each character counts: invalid text is an
    /// error.
    /// </param>
    /// <param name="charset">The charset of its media type, used if the document is not valid UTF-8.</param>
    /// <exception cref="JsonException">It is not valid JSON, or contains invalid text.</exception>
    public static JsonElement Parse(ReadOnlyMemory<byte> bytes, SecretMask? mask, string? charset = null) =>
        Read(bytes, mask, charset, static json => json.Clone());

    /// <summary>Reads a document by a function that must not keep a part of it, so that its memory can be used again.</summary>
    /// <param name="bytes">The document.</param>
    /// <param name="mask">
    /// Masks what was sent, and repairs invalid text. Null for the output of a model, in which each character counts: invalid text is an
    /// error.
    /// </param>
    /// <param name="charset">The charset of its media type, used if the document is not valid UTF-8.</param>
    /// <param name="read">Reads it.</param>
    /// <exception cref="JsonException">It is not valid JSON, or contains invalid text.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> bytes, SecretMask? mask, string? charset, Func<JsonElement, T> read) =>
        Read(bytes, mask, charset, read, static (shown, _, read) => read(shown));

    /// <summary>The same for a reader that must also know what was masked.</summary>
    /// <param name="bytes">The document.</param>
    /// <param name="mask">Masks what was sent, and repairs invalid text.</param>
    /// <param name="charset">The charset of its media type, used if the document is not valid UTF-8.</param>
    /// <param name="read">Reads it, as it may be shown, and as it was sent; null if nothing in it is masked.</param>
    /// <exception cref="JsonException">It is not valid JSON, or contains invalid text.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> bytes, SecretMask? mask, string? charset, Func<JsonElement, JsonElement?, T> read) =>
        Read(bytes, mask, charset, read, static (shown, exact, read) => read(shown, exact));

    // The reader is passed on as it is: a function around it would be allocated for every event of a stream.
    private static T Read<TRead, T>(
        ReadOnlyMemory<byte> bytes, SecretMask? mask, string? charset, TRead reader, Func<JsonElement, JsonElement?, TRead, T> read)
    {
        ReadOnlyMemory<byte> text = ForeignText.ToUtf8(bytes, charset, out bool isValid);
        if (!isValid)
        {
            text = mask is null
                ? throw new JsonException("It contains bytes that are not UTF-8.")
                : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text.Span));
        }

        if (BrokenEscapes.Replace(text.Span) is { } repaired)
        {
            text = mask is null ? throw new JsonException("A text in it contains half a surrogate pair.") : repaired;
        }

        try
        {
            return ReadStrict(text, mask, reader, read);
        }
        catch (JsonException) when (NumbersBeyondJson.Replace(text.Span) is { } readable)
        {
            return ReadStrict(readable, mask, reader, read);
        }
    }

    /// <summary>Reads the bytes of a document that needs no repair, and in which nothing is masked.</summary>
    /// <param name="bytes">The document.</param>
    /// <param name="mask">Masks what was sent; null for the output of a model.</param>
    /// <param name="read">Reads all of it; null if it has an unusual shape.</param>
    /// <returns>What was read; null for any other document, also one that is not valid.</returns>
    public static T? TryRead<T>(ReadOnlyMemory<byte> bytes, SecretMask? mask, Func<ReadOnlyMemory<byte>, T?> read)
        where T : class
    {
        ReadOnlySpan<byte> text = bytes.Span;
        if (!Utf8.IsValid(text) || BrokenEscapes.Replace(text) is not null || HasTooMany(text, mask) || mask?.IsIn(text) == true)
        {
            return null;
        }

        try
        {
            return read(bytes) is { } value && !RepeatedMembers.MayExist(text) ? value : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            // It is not valid, has half a surrogate pair, or a member twice. The other way reports it.
            return null;
        }
    }

    /// <summary>Reads a document that will be sent on. Nothing in it is repaired or omitted.</summary>
    /// <param name="text">The document in UTF-8.</param>
    /// <exception cref="JsonException">It is not valid JSON, or contains invalid text.</exception>
    public static JsonElement ParseExactly(ReadOnlyMemory<byte> text) =>
        !Utf8.IsValid(text.Span) ? throw new JsonException("It contains bytes that are not UTF-8.")
        : BrokenEscapes.Replace(text.Span) is not null ? throw new JsonException("A text in it contains half a surrogate pair.")
        : ReadStrict(text, null, 0, static (json, _, _) => json.Clone());

    /// <summary>
    /// Deserializes JSON. Nulls and members of an unexpected type are ignored, so that one bad field does not make
    /// the whole answer unreadable. A missing required member is an error.
    /// </summary>
    /// <exception cref="JsonException">It is not as expected.</exception>
    public static T Read<T>(JsonElement json, JsonTypeInfo<T> type)
    {
        if (json is T)
        {
            return (T)(object)json.Clone();
        }

        // Created only if needed, because most answers don't need it.
        JsonNode? readable = HasNulls(json) ? WithoutNulls(json) : null;
        for (int removed = 0; ; removed++)
        {
            try
            {
                return (readable is null ? json.Deserialize(type) : readable.Deserialize(type)) ?? throw new JsonException("It is null.");
            }
            catch (JsonException exception)
            {
                readable ??= WithoutNulls(json);
                if (removed == MaxRemoved || !Remove(readable, exception.Path ?? ""))
                {
                    throw;
                }
            }
            catch (Exception exception) when (exception is InvalidOperationException or NotSupportedException
                or FormatException or OverflowException or ArgumentException)
            {
                throw new JsonException(exception.Message, exception);
            }
        }
    }

    private static T ReadStrict<TRead, T>(
        ReadOnlyMemory<byte> text, SecretMask? mask, TRead reader, Func<JsonElement, JsonElement?, TRead, T> read)
    {
        if (HasTooMany(text.Span, mask))
        {
            throw new JsonException($"It contains more than {MostValues(mask)} values.");
        }

        using var document = JsonDocument.Parse(text, JsonLimits.Document);
        if (RepeatedMembers.Find(document.RootElement, text.Span) is { } name)
        {
            throw new JsonException($"An object in it has the member '{name}' twice.");
        }

        if (mask?.Apply(document.RootElement, text.Span) is not { } masked)
        {
            return read(document.RootElement, null, reader);
        }

        using var without = JsonDocument.Parse(masked, JsonLimits.Document);
        return read(without.RootElement, document.RootElement, reader);
    }

    private static int MostValues(SecretMask? mask) => mask is null ? BodyLimits.Values : BodyLimits.ServiceValues;

    // Counted before any is parsed: each takes more memory than a digit does. A comma in a text counts too.
    private static bool HasTooMany(ReadOnlySpan<byte> text, SecretMask? mask) => text.Length > MostValues(mask)
        && text.Count((byte)',') + text.Count((byte)'[') + text.Count((byte)'{') > MostValues(mask);

    private static bool HasNulls(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().Any(member => HasNulls(member.Value)),
        JsonValueKind.Array => json.EnumerateArray().Any(HasNulls),
        JsonValueKind.Null => true,
        _ => false,
    };

    // A null in a list can't be silently omitted. Among numbers it may be an unknown one; otherwise it is replaced by
    // a value that fits no record.
    private static JsonNode WithoutNulls(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                var members = new JsonObject();
                foreach (JsonProperty member in json.EnumerateObject())
                {
                    members.Remove(member.Name);
                    if (member.Value.ValueKind != JsonValueKind.Null)
                    {
                        members[member.Name] = WithoutNulls(member.Value);
                    }
                }

                return members;
            case JsonValueKind.Array:
                bool isOfNumbers = json.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.Number);
                return new JsonArray([.. json.EnumerateArray().Select(item =>
                    isOfNumbers && item.ValueKind == JsonValueKind.Null ? null : WithoutNulls(item))]);
            case JsonValueKind.Null or JsonValueKind.Undefined:
                return JsonValue.Create(false);
            default:
                return JsonValue.Create(json)!;
        }
    }

    /// <summary>Takes the member that a path such as <c>$.items[3].status.tags[0]</c> leads to from its object.</summary>
    private static bool Remove(JsonNode? json, string path)
    {
        // A list item that can't be read is not silently omitted.
        if (ItemOfRoot().IsMatch(path))
        {
            return false;
        }

        (JsonObject Parent, string Name)? last = null;
        foreach (Match part in Step().Matches(path))
        {
            string name = part.Groups["name"].Value;
            if (part.Groups["index"] is { Success: true } index)
            {
                json = json is JsonArray items && int.Parse(index.Value, CultureInfo.InvariantCulture) is var place && place < items.Count
                    ? items[place]
                    : null;
            }
            else if (json is JsonObject members && members.ContainsKey(name))
            {
                last = (members, name);
                json = members[name];
            }
            else
            {
                return false;
            }
        }

        return last is { } member && member.Parent.Remove(member.Name);
    }

    [GeneratedRegex(@"^\$\.\w+\[\d+\]$")]
    private static partial Regex ItemOfRoot();

    [GeneratedRegex(@"\.(?<name>[^.\[]+)|\[(?<index>\d{1,9})\]|\['(?<name>[^']*)'\]")]
    private static partial Regex Step();
}
