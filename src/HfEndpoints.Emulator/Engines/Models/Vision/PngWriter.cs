using System.Buffers.Binary;
using System.IO.Compression;

namespace HfEndpoints.Emulator.Models;

/// <summary>Writes PNG files: colour pictures and masks of one byte a pixel.</summary>
internal static class PngWriter
{
    private const byte Grey = 0;
    private const byte Colour = 2;

    public static byte[] Write(RasterImage image) => Write(image.Width, image.Height, image.Rgb, Colour);

    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="pixels">A byte a pixel, 0 is black.</param>
    public static byte[] WriteGrey(int width, int height, byte[] pixels) => Write(width, height, pixels, Grey);

    private static byte[] Write(int width, int height, byte[] pixels, byte colourType)
    {
        using var file = new MemoryStream();
        file.Write(PngFile.Signature);
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        header[9] = colourType;
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Compress(pixels, pixels.Length / height));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Compress(byte[] pixels, int stride)
    {
        using var result = new MemoryStream();
        using (var zlib = new ZLibStream(result, CompressionLevel.Fastest, leaveOpen: true))
        {
            byte[] row = new byte[stride + 1];
            for (int start = 0; start < pixels.Length; start += stride)
            {
                // Filter 0: the bytes as they are.
                pixels.AsSpan(start, stride).CopyTo(row.AsSpan(1));
                zlib.Write(row);
            }
        }

        return result.ToArray();
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, PngFile.Checksum(type, data));
        file.Write(number);
    }
}
