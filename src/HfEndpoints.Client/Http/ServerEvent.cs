using System.Text.Json;

namespace HfEndpoints.Client;

/// <summary>A server-sent event.</summary>
/// <param name="Type">Its type; <c>message</c> if it has none.</param>
/// <param name="Data">Its data, which should be UTF-8.</param>
internal readonly record struct ServerEvent(string Type, ReadOnlyMemory<byte> Data)
{
    /// <summary>The data for display. Invalid bytes become replacement characters.</summary>
    public string Text => ForeignText.Decode(Data.Span, charset: null);

    /// <summary>Whether the data is empty.</summary>
    public bool IsBlank => Data.Span.Trim(" \t\r\n"u8).IsEmpty;

    /// <summary>The data as JSON.</summary>
    /// <param name="isExact">Whether invalid text is an error; otherwise it becomes replacement characters.</param>
    /// <exception cref="JsonException">It is not valid JSON, or contains invalid text.</exception>
    public JsonElement ToJson(bool isExact) => ForeignJson.Parse(Data, isExact);
}
