using System.Text.Json.Nodes;
using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Engines;

/// <summary>Makes a recording as loud as it can be.</summary>
internal sealed class AudioToAudio : IToolkitTask
{
    private const float Peak = 0.95f;

    public IReadOnlyList<string> Names { get; } = ["audio-to-audio"];

    public InputKind Kind => InputKind.Audio;

    public TaskSignature Signature { get; } = TaskSignature.Of("AudioToAudioPipeline");

    public ToolkitOutput Run(ToolkitInput input)
    {
        (SoundClip clip, byte[] bytes) = input.Sound(input.Inputs);
        // A coding that cannot be read here is given back as it came.
        byte[] louder = clip.Samples.Count > 0 ? input.Models.WriteWav(Normalize(clip)) : bytes;
        return new JsonArray(new JsonObject
        {
            ["label"] = "normalized",
            ["blob"] = Convert.ToBase64String(louder),
            ["content-type"] = clip.Samples.Count > 0 ? MediaTypes.Wav : "application/octet-stream",
        });
    }

    private static SoundClip Normalize(SoundClip clip)
    {
        float highest = clip.Samples.Max(Math.Abs);
        return highest > 0 ? new SoundClip([.. clip.Samples.Select(sample => sample / highest * Peak)], clip.SampleRate) : clip;
    }
}
