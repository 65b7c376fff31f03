using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Engines;

/// <summary>Gives a picture the colours of a prompt, or without any its opposite colours, in another size if asked.</summary>
internal sealed class ImageToImage : IToolkitTask
{
    private const double DefaultStrength = 0.5;
    private const double UsualGuidance = 15;

    public IReadOnlyList<string> Names { get; } = ["image-to-image"];

    public InputKind Kind => InputKind.Image;

    public TaskSignature Signature { get; } = TaskSignature.OfCall(
        "StableDiffusionImg2ImgPipeline", "prompt", "negative_prompt", "height", "width", "target_size", "num_inference_steps", "guidance_scale", "strength", "seed", "scheduler");

    public ToolkitOutput Run(ToolkitInput input)
    {
        RasterImage image = input.Image(input.Inputs);
        Painting painting = PaintingParameters.Read(input.Parameters.Text("prompt") ?? "", input.Parameters);
        if (PaintingParameters.Size(input.Parameters) is (int width, int height))
        {
            image = image.Resize(width, height);
        }

        double strength = input.Parameters.Fraction("strength") ?? (input.Parameters.Has("guidance_scale") ? Math.Clamp(painting.Guidance / UsualGuidance, 0, 1) : DefaultStrength);
        string[] colours = [.. input.Models.ColoursIn(painting.Prompt).Except(input.Models.ColoursIn(painting.NegativePrompt))];
        return new ToolkitOutput.Picture(colours is [string colour, ..] ? Tint(image, input.Models.Colour(colour), strength) : Invert(image));
    }

    private static RasterImage Tint(RasterImage image, (byte R, byte G, byte B) colour, double strength)
    {
        byte[] rgb = new byte[image.Rgb.Length];
        byte[] target = [colour.R, colour.G, colour.B];
        for (int i = 0; i < rgb.Length; i++)
        {
            rgb[i] = (byte)Math.Round(image.Rgb[i] + ((target[i % RasterImage.BytesPerPixel] - image.Rgb[i]) * strength));
        }

        return new RasterImage(image.Width, image.Height, rgb);
    }

    private static RasterImage Invert(RasterImage image) => new(image.Width, image.Height, [.. image.Rgb.Select(value => (byte)(255 - value))]);
}
