namespace HfEndpoints.Emulator.Models;

/// <summary>A file that is not a picture, or cannot be read.</summary>
/// <param name="message">What is wrong, in the words of the library that servers read pictures with.</param>
public sealed class ImageException(string message) : Exception(message);

/// <summary>A picture in memory: three bytes a pixel, red, green and blue, row by row from the top.</summary>
/// <param name="width">Pixels a row.</param>
/// <param name="height">Rows.</param>
/// <param name="rgb">The bytes.</param>
/// <param name="texts">Texts that the file carried beside the pixels.</param>
public sealed class RasterImage(int width, int height, byte[] rgb, IReadOnlyList<string>? texts = null)
{
    /// <summary>How many bytes a pixel has.</summary>
    public const int BytesPerPixel = 3;

    /// <summary>A black picture.</summary>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    public RasterImage(int width, int height) : this(width, height, new byte[checked(width * height * BytesPerPixel)])
    {
    }

    /// <summary>Pixels a row.</summary>
    public int Width { get; } = width;

    /// <summary>Rows.</summary>
    public int Height { get; } = height;

    /// <summary>The bytes.</summary>
    public byte[] Rgb { get; } = rgb;

    /// <summary>Texts that the file carried beside the pixels.</summary>
    public IReadOnlyList<string> Texts { get; } = texts ?? [];

    /// <summary>How many pixels there are.</summary>
    public int PixelCount => Width * Height;

    /// <summary>A pixel by its number, row by row.</summary>
    /// <param name="pixel">The number.</param>
    public (byte R, byte G, byte B) this[int pixel]
    {
        get => (Rgb[pixel * BytesPerPixel], Rgb[(pixel * BytesPerPixel) + 1], Rgb[(pixel * BytesPerPixel) + 2]);
        set => (Rgb[pixel * BytesPerPixel], Rgb[(pixel * BytesPerPixel) + 1], Rgb[(pixel * BytesPerPixel) + 2]) = value;
    }

    /// <summary>The same picture in another size, by the nearest pixel.</summary>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
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
