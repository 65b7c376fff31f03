using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace HfEndpoints.Client;

/// <summary>Writes JSON as YAML. A text that a reader could take for something else is quoted.</summary>
internal static class YamlText
{
    private static readonly EmitterSettings s_settings = new EmitterSettings().WithIndentedSequences();

    // What YAML 1.1 still takes for true or false.
    private static readonly string[] s_doubtful = ["yes", "no", "on", "off", "y", "n"];

    public static string From(JsonNode json)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var emitter = new Emitter(text, s_settings);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart());
        Write(emitter, json);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Write(Emitter emitter, JsonNode? json)
    {
        switch (json)
        {
            case JsonObject table:
                emitter.Emit(new MappingStart(null, null, true, table.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach ((string key, JsonNode? value) in table)
                {
                    emitter.Emit(Text(key));
                    Write(emitter, value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray list:
                emitter.Emit(new SequenceStart(null, null, true, list.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (JsonNode? item in list)
                {
                    Write(emitter, item);
                }

                emitter.Emit(new SequenceEnd());
                break;
            default:
                emitter.Emit(json?.GetValueKind() == JsonValueKind.String
                    ? Text(json.GetValue<string>())
                    : new Scalar(json?.ToJsonString() ?? "null"));
                break;
        }
    }

    private static Scalar Text(string text)
    {
        bool isDoubtful = YamlSource.Resolve(text)?.GetValueKind() != JsonValueKind.String
            || s_doubtful.Contains(text, StringComparer.OrdinalIgnoreCase);
        ScalarStyle style = isDoubtful ? ScalarStyle.SingleQuoted
            : text.Contains('\n', StringComparison.Ordinal) ? ScalarStyle.DoubleQuoted
            : ScalarStyle.Any;
        return new Scalar(null, null, text, style, isPlainImplicit: !isDoubtful, isQuotedImplicit: true);
    }
}
