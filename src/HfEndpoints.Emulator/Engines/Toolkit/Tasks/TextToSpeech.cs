using System.Text.Json.Nodes;
using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Engines;

/// <summary>Speaks a text in tones. Clients get a WAV file; those that ask for JSON get the samples, as the pipeline gives them.</summary>
internal sealed class TextToSpeech : IToolkitTask
{
    private const int LongestText = 4000;

    public IReadOnlyList<string> Names { get; } = ["text-to-speech", "text-to-audio"];

    public InputKind Kind => InputKind.Json;

    public TaskSignature Signature { get; } = TaskSignature.OfGeneration("preprocess_params", "forward_params", "speaker_embeddings");

    public ToolkitOutput Run(ToolkitInput input)
    {
        string text = ToolkitInput.Text(input.Inputs);
        if (text.Length > LongestText)
        {
            throw new ToolkitException($"The text has {text.Length} characters, the model takes at most {LongestText}");
        }

        SoundClip clip = input.Models.Speak(input.Models.Limit(text, GenerationLimits.From(input.Parameters).Max));
        return new ToolkitOutput.Media(input.Models.WriteWav(clip), MediaTypes.Wav, () => new JsonObject
        {
            ["audio"] = new JsonArray(VectorJson.Of(clip.Samples)),
            ["sampling_rate"] = clip.SampleRate,
        });
    }
}
