using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Engines;

/// <summary>Paints a picture from a prompt, as a diffusers pipeline would: by its colours, the seed and the steps.</summary>
internal sealed class TextToImage : IToolkitTask
{
    private const int DefaultSide = 512;

    public IReadOnlyList<string> Names { get; } = ["text-to-image"];

    public InputKind Kind => InputKind.Json;

    public TaskSignature Signature { get; } = TaskSignature.OfCall(
        "StableDiffusionPipeline", "prompt", "negative_prompt", "height", "width", "target_size", "num_inference_steps", "guidance_scale", "seed", "scheduler",
        "num_images_per_prompt", "output_type", "guidance_rescale", "eta", "clip_skip");

    public ToolkitOutput Run(ToolkitInput input)
    {
        string prompt = ToolkitInput.Text((input.Inputs as JsonObject)?["prompt"] ?? input.Inputs);
        (int width, int height) = PaintingParameters.Size(input.Parameters, DefaultSide);
        return new ToolkitOutput.Picture(input.Models.Paint(PaintingParameters.Read(prompt, input.Parameters), width, height));
    }
}
