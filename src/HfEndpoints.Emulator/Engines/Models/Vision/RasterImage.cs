namespace HfEndpoints.Emulator.Models;

/// <summary>A picture in memory: three bytes a pixel, red, green and blue, row by row from the top.</summary>
internal sealed class RasterImage(int width, int height, byte[] rgb, IReadOnlyList<string>? texts = null)
{
    public const int BytesPerPixel = 3;

    public RasterImage(int width, int height)
        : this(width, height, new byte[checked(width * height * BytesPerPixel)])
    {
    }

    public int Width { get; } = width;

    public int Height { get; } = height;

    public byte[] Rgb { get; } = rgb;

    /// <summary>Texts that the file carried beside the pixels.</summary>
    public IReadOnlyList<string> Texts { get; } = texts ?? [];

    public int PixelCount => Width * Height;

    public (byte R, byte G, byte B) this[int pixel]
    {
        get => (Rgb[pixel * BytesPerPixel], Rgb[(pixel * BytesPerPixel) + 1], Rgb[(pixel * BytesPerPixel) + 2]);
        set => (Rgb[pixel * BytesPerPixel], Rgb[(pixel * BytesPerPixel) + 1], Rgb[(pixel * BytesPerPixel) + 2]) = value;
    }

    /// <summary>The same picture in another size, by the nearest pixel.</summary>
    public RasterImage Resize(int width, int height)
    {
        if (width == Width && height == Height)
        {
            return new RasterImage(width, height, [.. Rgb]);
        }

        var result = new RasterImage(width, height);
        for (int y = 0; y < height; y++)
        {
            int row = (int)((long)y * Height / height) * Width;
            for (int x = 0; x < width; x++)
            {
                result[(y * width) + x] = this[row + (int)((long)x * Width / width)];
            }
        }

        return result;
    }
}
