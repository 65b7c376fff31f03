using System.Text.Json;

namespace HfEndpoints.Client;

/// <summary>A server-sent event, as it came.</summary>
/// <param name="Type">Its type; <c>message</c> where it names none.</param>
/// <param name="Data">Its data, which should be UTF-8.</param>
internal readonly record struct ServerEvent(string Type, ReadOnlyMemory<byte> Data)
{
    /// <summary>The data to be shown; what is broken in it becomes a replacement character.</summary>
    public string Text => ForeignText.Decode(Data.Span, charset: null);

    /// <summary>Whether there is nothing in it.</summary>
    public bool IsBlank => Data.Span.Trim(" \t\r\n"u8).IsEmpty;

    /// <summary>The data as JSON.</summary>
    /// <param name="isExact">Whether broken text is an error; else it becomes a replacement character.</param>
    /// <exception cref="JsonException">It is not JSON, or has broken text.</exception>
    public JsonElement ToJson(bool isExact) => ForeignJson.Parse(Data, isExact);
}
