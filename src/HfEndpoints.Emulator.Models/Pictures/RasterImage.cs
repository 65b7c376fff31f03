using StbImageSharp;

namespace HfEndpoints.Emulator.Models;

/// <summary>A file that is not a picture, or cannot be read.</summary>
internal sealed class ImageException(string message) : Exception(message);

/// <summary>A picture in memory: three bytes a pixel, red, green and blue, row by row from the top.</summary>
internal sealed class RasterImage(int width, int height, byte[] rgb, IReadOnlyList<string>? texts = null)
{
    public const int BytesPerPixel = 3;

    public RasterImage(int width, int height) : this(width, height, new byte[checked(width * height * BytesPerPixel)])
    {
    }

    public int Width { get; } = width;
    public int Height { get; } = height;
    public byte[] Rgb { get; } = rgb;
    public IReadOnlyList<string> Texts { get; } = texts ?? [];
    public int PixelCount => Width * Height;

    /// <summary>A pixel by its number, row by row.</summary>
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

/// <summary>Reads PNG, JPEG, GIF and BMP files. Transparency is dropped.</summary>
internal static class ImageReader
{
    private const int MaxPixels = 24 * 1024 * 1024;

    public static RasterImage Read(byte[] bytes)
    {
        using var file = new MemoryStream(bytes);
        ImageInfo info = ImageInfo.FromStream(file) ?? throw new ImageException("cannot identify image file");
        if ((long)info.Width * info.Height > MaxPixels)
        {
            throw new ImageException($"Image size ({(long)info.Width * info.Height} pixels) exceeds limit of {MaxPixels} pixels");
        }

        try
        {
            ImageResult image = ImageResult.FromMemory(bytes, ColorComponents.RedGreenBlue);
            return new RasterImage(image.Width, image.Height, image.Data, PngFile.Texts(bytes));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The library is a port from C: whatever a damaged file does to it, the file is the reason.
            throw new ImageException("image file is truncated");
        }
    }
}
