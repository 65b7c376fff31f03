namespace HfEndpoints.Emulator;

/// <summary>A film as an answer.</summary>
internal static class VideoOutput
{
    public const int DefaultSide = 128;
    private const int FramesPerSecond = 8;
    private const int DefaultFrames = 16;
    private const int MostBytes = 64 * 1024 * 1024;

    /// <summary>Makes as many frames as asked for, each from the share of the film that has passed, from 0 to 1.</summary>
    public static ToolkitOutput Make(ToolkitInput input, int width, int height, Func<double, RasterImage> frame)
    {
        int count = input.Parameters.Positive("num_frames") ?? DefaultFrames;
        if ((long)count * width * height * RasterImage.BytesPerPixel > MostBytes)
        {
            throw new ToolkitException($"{count} frames of {width} by {height} pixels are more than the {MostBytes} bytes that fit");
        }

        byte[] file = input.Models.WriteFilm(
            [.. Enumerable.Range(0, count).Select(index => frame((double)index / count))], FramesPerSecond);
        return new ToolkitOutput.Media(file, ToolkitMediaTypes.Avi, () => JsonValue.Create(Convert.ToBase64String(file)));
    }
}
