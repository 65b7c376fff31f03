namespace HfEndpoints.Emulator;

/// <summary>The parameters of tasks that make pictures, with the checks of diffusers.</summary>
internal static class PaintingParameters
{
    private const int LargestSide = 4096;
    private const int SizeStep = 8;

    public static Painting Read(string prompt, RequestParameters parameters)
    {
        double? guidance = parameters.Number("guidance_scale");
        return new Painting(
            prompt,
            string.Join(", ", parameters.Texts("negative_prompt") ?? []),
            parameters.Long("seed") ?? 0,
            parameters.Positive("num_inference_steps") ?? 50,
            guidance is null or >= 0 ? guidance ?? 7.5 : throw new ToolkitException("`guidance_scale` must not be negative"));
    }

    /// <summary>The size asked for by width and height or by target_size, or a square of the default.</summary>
    public static (int Width, int Height) Size(RequestParameters parameters, int fallback) => Size(parameters) ?? (fallback, fallback);

    /// <summary>The size asked for by width and height or by target_size; null when none is.</summary>
    public static (int Width, int Height)? Size(RequestParameters parameters)
    {
        RequestParameters source = parameters["target_size"] switch
        {
            null => parameters,
            JsonObject target => new RequestParameters(target),
            JsonNode other => throw new ToolkitException($"`target_size` must be of type dict, got {PythonText.TypeOf(other)}"),
        };
        int? width = source.Positive("width");
        int? height = source.Positive("height");
        if (width is null != height is null)
        {
            throw new ToolkitException(
                $"Provided `height={Python(height)}` and `width={Python(width)}`, but either both must have a value or both must be None "
                    + "(or not provided).");
        }

        if (width is not int w || height is not int h)
        {
            return null;
        }

        if (w % SizeStep != 0 || h % SizeStep != 0)
        {
            throw new ToolkitException($"`height` and `width` have to be divisible by 8 but are {h} and {w}.");
        }

        return w <= LargestSide && h <= LargestSide ? (w, h) : throw new ToolkitException(
            $"`height` and `width` must be at most {LargestSide} but are {h} and {w}.");
    }

    private static string Python(int? value) => value?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "None";
}
