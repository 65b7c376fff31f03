using System.Text.Json.Serialization;

namespace HfEndpoints.Client;

/// <summary>A JSON object that is passed on, such as a schema, or settings that the service defines.</summary>
[JsonConverter(typeof(JsonTextConverter))]
public sealed class JsonText
{
    internal JsonText(JsonObject json) => Json = json;

    internal JsonObject Json { get; }

    /// <summary>Reads JSON text.</summary>
    /// <param name="json">The text of an object, such as <c>{"top_k": 3}</c>.</param>
    /// <returns>The object.</returns>
    /// <exception cref="HfException">The text is not a JSON object.</exception>
    public static JsonText Parse(string json) => new(ParseNode(json) as JsonObject ?? throw new HfException(
        HfErrorKind.InvalidRequest, "The JSON must be an object, such as {\"top_k\": 3}."));

    /// <summary>Writes a value of .NET as JSON.</summary>
    /// <param name="value">A dictionary, or an object whose properties are the members, such as <c>new { top_k = 3 }</c>.</param>
    /// <returns>The object.</returns>
    /// <exception cref="HfException">The value is a list, or a single value.</exception>
    public static JsonText FromObject(object value) => Parse(JsonSerializer.Serialize(value));

    /// <summary>Returns the JSON.</summary>
    /// <returns>The text, in one line.</returns>
    public override string ToString() => HfJson.ToText(Json);

    /// <exception cref="HfException">The text is not JSON.</exception>
    internal static JsonNode? ParseNode(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            return HfJson.ToNode(ForeignJson.ParseExactly(Encoding.UTF8.GetBytes(json)));
        }
        catch (JsonException exception)
        {
            throw new HfException(HfErrorKind.InvalidRequest, $"This is not valid JSON: {exception.Message}", exception);
        }
    }
}

/// <summary>Reads and writes the object itself.</summary>
internal sealed class JsonTextConverter : JsonConverter<JsonText>
{
    public override JsonText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(JsonNode.Parse(ref reader) as JsonObject ?? throw new JsonException("It must be an object."));

    public override void Write(Utf8JsonWriter writer, JsonText value, JsonSerializerOptions options) => value.Json.WriteTo(writer, options);
}
