namespace HfEndpoints.Emulator.Models;

/// <summary>Reads PNG and JPEG files. Of a JPEG that is not baseline only the size is read; its pixels are taken to be gray.</summary>
internal static class ImageReader
{
    private const byte MidGrey = 128;

    public static RasterImage Read(ReadOnlySpan<byte> bytes)
    {
        if (PngReader.IsPng(bytes))
        {
            return PngReader.Read(bytes);
        }

        if (JpegHeader.TryReadSize(bytes, out int width, out int height))
        {
            if (JpegReader.Read(bytes) is RasterImage picture)
            {
                return picture;
            }

            var image = new RasterImage(width, height);
            Array.Fill(image.Rgb, MidGrey);
            return image;
        }

        throw new ImageException("cannot identify image file");
    }
}
