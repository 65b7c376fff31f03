using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace HfEndpoints.Client;

/// <summary>The settings for reading and writing the service's JSON.</summary>
internal static class HfJson
{
    private static readonly MediaTypeHeaderValue s_mediaType = new("application/json");

    /// <summary>The generated serializers. Characters beyond ASCII are not escaped, to keep prompts small.</summary>
    public static HfJsonContext Context { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = JsonLimits.MaxDepth,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
    });

    /// <summary>The same for the parameters of models, whose names are in snake case.</summary>
    public static HfJsonContext InSnakeCase { get; } =
        new(new JsonSerializerOptions(Context.Options) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower });

    /// <summary>JSON in one line for display: a text without its quotes.</summary>
    public static string ToText(JsonNode value) =>
        value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString(Context.Options);

    /// <summary>Copies the members of another object over those of the same name.</summary>
    public static void Take(this JsonObject json, JsonObject? other)
    {
        foreach ((string name, JsonNode? value) in other ?? [])
        {
            json[name] = value?.DeepClone();
        }
    }

    /// <summary>JSON that can be changed.</summary>
    public static JsonNode? ToNode(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => JsonObject.Create(json),
        JsonValueKind.Array => JsonArray.Create(json),
        _ => JsonValue.Create(json),
    };

    /// <summary>A body of known length, because not every server accepts a chunked one.</summary>
    /// <exception cref="HfException">A text in it is not valid Unicode.</exception>
    public static HttpContent ToContent<T>(T value, JsonTypeInfo<T> type)
    {
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(value, type);
        return !BrokenEscapes.HasReplacement(bytes)
            ? new ByteArrayContent(bytes) { Headers = { ContentType = s_mediaType } }
            : throw new HfException(
                HfErrorKind.InvalidRequest,
                "A text contains half a surrogate pair, as when a text is cut in the middle of an emoji. It can't be sent as it is.");
    }
}
