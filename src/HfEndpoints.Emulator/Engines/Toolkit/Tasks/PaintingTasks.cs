namespace HfEndpoints.Emulator;

/// <summary>The tasks that make pictures and films, with the checks of diffusers.</summary>
internal static class PaintingTasks
{
    private const int LargestSide = 4096;
    private const int LargestFilmOfPicture = 256;
    private const int FramesPerSecond = 8;
    private const int MostFilmBytes = 64 * 1024 * 1024;

    /// <summary>Paints a picture from a prompt: by its colours, the seed and the steps.</summary>
    public static object Paint(ToolkitInput input)
    {
        string prompt = ToolkitInput.Text((input.Inputs as JsonObject)?["prompt"] ?? input.Inputs);
        (int width, int height) = Size(input.Parameters) ?? (512, 512);
        return ToyModels.Paint(Read(prompt, input.Parameters), width, height);
    }

    /// <summary>Makes a film from a prompt: the picture of the same prompt, its shapes moving.</summary>
    public static object Film(ToolkitInput input)
    {
        Painting painting = Read(ToolkitInput.Text(input.Inputs), input.Parameters);
        (int width, int height) = Size(input.Parameters) ?? (128, 128);
        return Film(input, width, height, time => ToyModels.Paint(painting, width, height, time));
    }

    /// <summary>Makes a film of a picture that scrolls sideways and wraps around.</summary>
    public static object Move(ToolkitInput input)
    {
        RasterImage image = input.Image(input.Inputs);
        _ = Read(input.Parameters.Text("prompt") ?? "", input.Parameters);
        (int width, int height) = Size(input.Parameters)
            ?? (Math.Min(image.Width, LargestFilmOfPicture), Math.Min(image.Height, LargestFilmOfPicture));
        image = image.Resize(width, height);
        return Film(input, width, height, time => Shift(image, (int)(time * width)));
    }

    /// <summary>Gives a picture the colours of a prompt, or inverts it if there are none, in another size if asked.</summary>
    public static object Recolour(ToolkitInput input)
    {
        RasterImage image = input.Image(input.Inputs);
        Painting painting = Read(input.Parameters.Text("prompt") ?? "", input.Parameters);
        if (Size(input.Parameters) is (int width, int height))
        {
            image = image.Resize(width, height);
        }

        double strength = input.Parameters.Fraction("strength")
            ?? (input.Parameters.Has("guidance_scale") ? Math.Clamp(painting.Guidance / 15, 0, 1) : 0.5);
        string[] colours = [.. ToyModels.ColoursIn(painting.Prompt).Except(ToyModels.ColoursIn(painting.NegativePrompt))];
        IEnumerable<byte> rgb = image.Rgb.Select(value => (byte)(255 - value));
        if (colours is [string colour, ..])
        {
            (byte r, byte g, byte b) = ToyModels.Colour(colour);
            byte[] target = [r, g, b];
            rgb = image.Rgb.Select((value, i) => (byte)Math.Round(value + ((target[i % RasterImage.BytesPerPixel] - value) * strength)));
        }

        return new RasterImage(image.Width, image.Height, [.. rgb]);
    }

    private static Painting Read(string prompt, RequestParameters parameters)
    {
        double guidance = parameters.Number("guidance_scale") ?? 7.5;
        return new Painting(
            prompt,
            string.Join(", ", parameters.Texts("negative_prompt") ?? []),
            parameters.Long("seed") ?? 0,
            parameters.Positive("num_inference_steps") ?? 50,
            guidance >= 0 ? guidance : throw new ToolkitException("`guidance_scale` must not be negative"));
    }

    /// <summary>The size asked for by width and height or by target_size; null when none is.</summary>
    private static (int Width, int Height)? Size(RequestParameters parameters)
    {
        RequestParameters source = parameters["target_size"] switch
        {
            null => parameters,
            JsonObject target => new RequestParameters(target),
            JsonNode other => throw new ToolkitException($"`target_size` must be of type dict, got {PythonText.TypeOf(other)}"),
        };
        return (source.Positive("width"), source.Positive("height")) switch
        {
            (null, null) => null,
            (int w, int h) when w % 8 != 0 || h % 8 != 0 =>
                throw new ToolkitException($"`height` and `width` have to be divisible by 8 but are {h} and {w}."),
            (int w, int h) => w <= LargestSide && h <= LargestSide
                ? (w, h)
                : throw new ToolkitException($"`height` and `width` must be at most {LargestSide} but are {h} and {w}."),
            var (w, h) => throw new ToolkitException(
                $"Provided `height={Python(h)}` and `width={Python(w)}`, but either both must have a value or both must be None (or not "
                    + "provided)."),
        };
    }

    private static string Python(int? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "None";

    /// <summary>Makes as many frames as asked for, each from the share of the film that has passed, from 0 to 1.</summary>
    private static ToolkitMedia Film(ToolkitInput input, int width, int height, Func<double, RasterImage> frame)
    {
        int count = input.Parameters.Positive("num_frames") ?? 16;
        Refuse.If(
            (long)count * width * height * RasterImage.BytesPerPixel > MostFilmBytes,
            () => new ToolkitException($"{count} frames of {width} by {height} pixels are more than the {MostFilmBytes} bytes that fit"));
        byte[] file = ToyModels.WriteFilm([.. Enumerable.Range(0, count).Select(index => frame((double)index / count))], FramesPerSecond);
        return new ToolkitMedia(file, ToolkitMediaTypes.Avi, () => Convert.ToBase64String(file));
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
