using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace HfEndpoints.Emulator.Models;

/// <summary>Writes PNG files, colour pictures and masks of one byte a pixel, and reads the texts that such files carry.</summary>
internal static class PngFile
{
    private const byte Grey = 0;
    private const byte Colour = 2;
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];
    public static byte[] Write(RasterImage image) => Write(image.Width, image.Height, image.Rgb, Colour);
    public static byte[] WriteGrey(int width, int height, byte[] pixels) => Write(width, height, pixels, Grey);

    private static byte[] Write(int width, int height, byte[] pixels, byte colourType)
    {
        using var file = new MemoryStream();
        file.Write(Signature);
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
        var checksum = new Crc32();
        checksum.Append(type);
        checksum.Append(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, checksum.GetCurrentHashAsUInt32());
        file.Write(number);
    }

    /// <summary>The texts of a file; none for a file that is not a PNG.</summary>
    public static IReadOnlyList<string> Texts(ReadOnlySpan<byte> bytes)
    {
        var texts = new List<string>();
        ReadOnlySpan<byte> rest = bytes.StartsWith(Signature) ? bytes[Signature.Length..] : [];
        while (rest.Length >= 12 && BinaryPrimitives.ReadInt32BigEndian(rest) is >= 0 and int length && length <= rest.Length - 12)
        {
            ReadOnlySpan<byte> content = rest.Slice(8, length);
            if (rest[4..].StartsWith("tEXt"u8))
            {
                texts.Add(Encoding.Latin1.GetString(content[(content.IndexOf((byte)0) + 1)..]));
            }

            rest = rest[(12 + length)..];
        }

        return texts;
    }
}
