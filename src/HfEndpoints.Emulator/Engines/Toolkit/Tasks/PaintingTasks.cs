namespace HfEndpoints.Emulator;

/// <summary>Gives a picture the colours of a prompt, or without any its opposite colours, in another size if asked.</summary>
internal sealed class ImageToImage : IToolkitTask
{
    private const double DefaultStrength = 0.5;
    private const double UsualGuidance = 15;
    public IReadOnlyList<string> Names { get; } = ["image-to-image"];
    public InputKind Kind => InputKind.Image;

    public TaskSignature Signature { get; } = TaskSignature.ForCall(
        "StableDiffusionImg2ImgPipeline", "prompt", "negative_prompt", "height", "width", "target_size", "num_inference_steps",
        "guidance_scale", "strength", "seed", "scheduler");

    public ToolkitOutput Run(ToolkitInput input)
    {
        RasterImage image = input.Image(input.Inputs);
        Painting painting = PaintingParameters.Read(input.Parameters.Text("prompt") ?? "", input.Parameters);
        if (PaintingParameters.Size(input.Parameters) is (int width, int height))
        {
            image = image.Resize(width, height);
        }

        double strength = input.Parameters.Fraction("strength")
            ?? (input.Parameters.Has("guidance_scale") ? Math.Clamp(painting.Guidance / UsualGuidance, 0, 1) : DefaultStrength);
        string[] colours = [.. input.Models.ColoursIn(painting.Prompt).Except(input.Models.ColoursIn(painting.NegativePrompt))];
        return new ToolkitOutput.Picture(
            colours is [string colour, ..] ? Tint(image, input.Models.Colour(colour), strength) : Invert(image));
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

    private static RasterImage Invert(RasterImage image) =>
        new(image.Width, image.Height, [.. image.Rgb.Select(value => (byte)(255 - value))]);
}

/// <summary>Makes a film of a picture that moves by, around from its right edge to its left.</summary>
internal sealed class ImageToVideo : IToolkitTask
{
    private const int LargestSide = 256;
    public IReadOnlyList<string> Names { get; } = ["image-to-video"];
    public InputKind Kind => InputKind.Image;

    public TaskSignature Signature { get; } = TaskSignature.ForCall(
        "StableVideoDiffusionPipeline", "prompt", "negative_prompt", "height", "width", "target_size", "num_frames", "num_inference_steps",
        "guidance_scale", "seed");

    public ToolkitOutput Run(ToolkitInput input)
    {
        RasterImage image = input.Image(input.Inputs);
        _ = PaintingParameters.Read(input.Parameters.Text("prompt") ?? "", input.Parameters);
        (int width, int height) = PaintingParameters.Size(input.Parameters)
            ?? (Math.Min(image.Width, LargestSide), Math.Min(image.Height, LargestSide));
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

/// <summary>Paints a picture from a prompt, as a diffusers pipeline would: by its colours, the seed and the steps.</summary>
internal sealed class TextToImage : IToolkitTask
{
    private const int DefaultSide = 512;
    public IReadOnlyList<string> Names { get; } = ["text-to-image"];
    public InputKind Kind => InputKind.Json;

    public TaskSignature Signature { get; } = TaskSignature.ForCall(
        "StableDiffusionPipeline", "prompt", "negative_prompt", "height", "width", "target_size", "num_inference_steps", "guidance_scale",
        "seed", "scheduler",
        "num_images_per_prompt", "output_type", "guidance_rescale", "eta", "clip_skip");

    public ToolkitOutput Run(ToolkitInput input)
    {
        string prompt = ToolkitInput.Text((input.Inputs as JsonObject)?["prompt"] ?? input.Inputs);
        (int width, int height) = PaintingParameters.Size(input.Parameters, DefaultSide);
        return new ToolkitOutput.Picture(input.Models.Paint(PaintingParameters.Read(prompt, input.Parameters), width, height));
    }
}

/// <summary>Paints a film from a prompt: the picture of the same prompt, its shapes moving.</summary>
internal sealed class TextToVideo : IToolkitTask
{
    public IReadOnlyList<string> Names { get; } = ["text-to-video"];
    public InputKind Kind => InputKind.Json;

    public TaskSignature Signature { get; } = TaskSignature.ForCall(
        "TextToVideoSDPipeline", "negative_prompt", "height", "width", "target_size", "num_frames", "num_inference_steps", "guidance_scale",
        "seed", "scheduler");

    public ToolkitOutput Run(ToolkitInput input)
    {
        Painting painting = PaintingParameters.Read(ToolkitInput.Text(input.Inputs), input.Parameters);
        (int width, int height) = PaintingParameters.Size(input.Parameters, VideoOutput.DefaultSide);
        return VideoOutput.Make(input, width, height, time => input.Models.Paint(painting, width, height, time));
    }
}
