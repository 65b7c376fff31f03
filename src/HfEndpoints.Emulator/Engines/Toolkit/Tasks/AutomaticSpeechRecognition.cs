using System.Text.Json;
using System.Text.Json.Nodes;
using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Engines;

/// <summary>Hears the text of a recording.</summary>
internal sealed class AutomaticSpeechRecognition : IToolkitTask
{
    public IReadOnlyList<string> Names { get; } = ["automatic-speech-recognition"];

    public InputKind Kind => InputKind.Audio;

    public TaskSignature Signature { get; } = TaskSignature.Of(
        "AutomaticSpeechRecognitionPipeline", "return_timestamps", "return_language", "chunk_length_s", "stride_length_s", "ignore_warning", "decoder_kwargs",
        "generate_kwargs", "generation_parameters", "generate_parameters", "max_new_tokens");

    public ToolkitOutput Run(ToolkitInput input) => input.Each(node =>
    {
        (SoundClip clip, byte[] bytes) = input.Sound(node);
        string text = input.Models.Limit(input.Models.Hear(clip, bytes), GenerationLimits.From(input.Parameters).Max);
        var answer = new JsonObject { ["text"] = text };
        if (Chunks(input.Models, input.Parameters["return_timestamps"], text, clip.Seconds) is JsonArray chunks)
        {
            answer["chunks"] = chunks;
        }

        return answer;
    });

    /// <summary>The words or the sentences of a text, each with its share of the recording by its length; null unless asked for.</summary>
    private static JsonArray? Chunks(IToyModels models, JsonNode? asked, string text, double seconds)
    {
        IReadOnlyList<TextSpan>? spans = asked?.GetValueKind() switch
        {
            null or JsonValueKind.False => null,
            JsonValueKind.True => models.FindSentences(text),
            JsonValueKind.String when asked!.GetValue<string>() == "word" => models.FindWords(text),
            _ => throw new ToolkitException($"`return_timestamps` must be True, False or 'word', got {asked!.ToJsonString()}"),
        };
        double second = seconds / Math.Max(1, text.EnumerateRunes().Count());
        return spans is null ? null : new JsonArray([.. spans.Select(span => new JsonObject
        {
            ["text"] = (span.Start > 0 ? " " : "") + span.Text,
            ["timestamp"] = new JsonArray(Math.Round(span.Start * second, 2), Math.Round(span.End * second, 2)),
        })]);
    }
}
