using StbImageSharp;

namespace HfEndpoints.Emulator.Models;

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
