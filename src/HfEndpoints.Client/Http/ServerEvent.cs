namespace HfEndpoints.Client;

/// <summary>A server-sent event.</summary>
/// <param name="Type">Its type; <c>message</c> if it has none.</param>
/// <param name="Data">Its data, which should be UTF-8.</param>
internal sealed record ServerEvent(string Type, ReadOnlyMemory<byte> Data)
{
    /// <summary>The data for display. Invalid bytes become replacement characters.</summary>
    public string Text => ForeignText.Decode(Data.Span, charset: null);

    /// <summary>Whether the data is empty.</summary>
    public bool IsBlank => Trimmed.IsEmpty;

    /// <summary>The data without blanks around it.</summary>
    public ReadOnlySpan<byte> Trimmed => Data.Span.Trim(" \t\r\n"u8);

    /// <summary>The data as JSON.</summary>
    /// <param name="mask">Masks what was sent, and repairs invalid text; null for the output of a model.</param>
    /// <exception cref="JsonException">It is not valid JSON, or contains invalid text.</exception>
    public JsonElement ToJson(SecretMask? mask) => ForeignJson.Parse(Data, mask);

    /// <summary>Reads the data as JSON by a function that keeps no part of it.</summary>
    /// <param name="mask">Masks what was sent, and repairs invalid text; null for the output of a model.</param>
    /// <param name="read">Reads it.</param>
    /// <exception cref="JsonException">It is not valid JSON, or contains invalid text.</exception>
    public T ReadJson<T>(SecretMask? mask, Func<JsonElement, T> read) => ForeignJson.Read(Data, mask, null, read);

    /// <summary>Reads the data as JSON by a function that keeps no part of it, and must also know what was masked.</summary>
    /// <param name="mask">Masks what was sent, and repairs invalid text.</param>
    /// <param name="read">Reads it, as it may be shown, and as it was sent; null if nothing in it is masked.</param>
    /// <exception cref="JsonException">It is not valid JSON, or contains invalid text.</exception>
    public T ReadJson<T>(SecretMask mask, Func<JsonElement, JsonElement?, T> read) => ForeignJson.Read(Data, mask, null, read);
}
