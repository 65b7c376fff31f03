using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Engines;

/// <summary>Paints a film from a prompt: the picture of the same prompt, its shapes moving.</summary>
internal sealed class TextToVideo : IToolkitTask
{
    public IReadOnlyList<string> Names { get; } = ["text-to-video"];

    public InputKind Kind => InputKind.Json;

    public TaskSignature Signature { get; } = TaskSignature.OfCall(
        "TextToVideoSDPipeline", "negative_prompt", "height", "width", "target_size", "num_frames", "num_inference_steps", "guidance_scale", "seed", "scheduler");

    public ToolkitOutput Run(ToolkitInput input)
    {
        Painting painting = PaintingParameters.Read(ToolkitInput.Text(input.Inputs), input.Parameters);
        (int width, int height) = PaintingParameters.Size(input.Parameters, VideoOutput.DefaultSide);
        return VideoOutput.Make(input, width, height, time => input.Models.Paint(painting, width, height, time));
    }
}
