using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Engines;

/// <summary>Makes a film of a picture that moves by, around from its right edge to its left.</summary>
internal sealed class ImageToVideo : IToolkitTask
{
    private const int LargestSide = 256;

    public IReadOnlyList<string> Names { get; } = ["image-to-video"];

    public InputKind Kind => InputKind.Image;

    public TaskSignature Signature { get; } = TaskSignature.OfCall(
        "StableVideoDiffusionPipeline", "prompt", "negative_prompt", "height", "width", "target_size", "num_frames", "num_inference_steps", "guidance_scale", "seed");

    public ToolkitOutput Run(ToolkitInput input)
    {
        RasterImage image = input.Image(input.Inputs);
        _ = PaintingParameters.Read(input.Parameters.Text("prompt") ?? "", input.Parameters);
        (int width, int height) = PaintingParameters.Size(input.Parameters) ?? (Math.Min(image.Width, LargestSide), Math.Min(image.Height, LargestSide));
        image = image.Resize(width, height);
        return VideoOutput.Make(input, width, height, time => Shift(image, (int)(time * width)));
    }

    private static RasterImage Shift(RasterImage image, int by)
    {
        var result = new RasterImage(image.Width, image.Height);
        for (int i = 0; i < image.PixelCount; i++)
        {
            int row = i / image.Width * image.Width;
            result[row + ((i - row + by) % image.Width)] = image[i];
        }

        return result;
    }
}
