using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace HfEndpoints.Emulator.Models;

/// <summary>Reads PNG files of every colour type and bit depth, interlaced or not. Transparency is dropped.</summary>
internal static class PngReader
{
    private const int HeaderLength = 13;
    private const int MaxPixels = 24 * 1024 * 1024;

    public static bool IsPng(ReadOnlySpan<byte> bytes) => bytes.StartsWith(PngFile.Signature);

    public static RasterImage Read(ReadOnlySpan<byte> bytes)
    {
        PngHeader? header = null;
        byte[] palette = [];
        var texts = new List<string>();
        using var data = new MemoryStream();
        ReadOnlySpan<byte> rest = bytes[PngFile.Signature.Length..];
        while (true)
        {
            ReadOnlySpan<byte> type = Next(ref rest, out ReadOnlySpan<byte> content);
            switch (Encoding.ASCII.GetString(type))
            {
                case "IHDR":
                    header = Header(content);
                    break;
                case "PLTE":
                    palette = content.ToArray();
                    break;
                case "tEXt":
                    texts.Add(Encoding.Latin1.GetString(content[(content.IndexOf((byte)0) + 1)..]));
                    break;
                case "IDAT":
                    data.Write(content);
                    break;
                case "IEND":
                    PngHeader found = header ?? throw new ImageException("PNG without header");
                    return new RasterImage(found.Width, found.Height, PngPixels.Unpack(found, Inflate(data, found), palette), texts);
                default:
                    break;
            }
        }
    }

    private static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> content)
    {
        if (rest.Length < 12)
        {
            throw new ImageException("image file is truncated");
        }

        int length = BinaryPrimitives.ReadInt32BigEndian(rest);
        if (length < 0 || length > rest.Length - 12)
        {
            throw new ImageException("image file is truncated");
        }

        ReadOnlySpan<byte> type = rest.Slice(4, 4);
        content = rest.Slice(8, length);
        if (BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + length)..]) != PngFile.Checksum(type, content))
        {
            throw new ImageException($"broken PNG file (bad header checksum in b'{Encoding.ASCII.GetString(type)}')");
        }

        rest = rest[(12 + length)..];
        return type;
    }

    private static PngHeader Header(ReadOnlySpan<byte> content)
    {
        if (content.Length != HeaderLength)
        {
            throw new ImageException("broken PNG header");
        }

        var header = new PngHeader(
            BinaryPrimitives.ReadInt32BigEndian(content), BinaryPrimitives.ReadInt32BigEndian(content[4..]), content[8], content[9], content[12] == 1);
        if (header.Width <= 0 || header.Height <= 0 || header.Channels == 0 || header.BitDepth is not (1 or 2 or 4 or 8 or 16))
        {
            throw new ImageException("broken PNG header");
        }

        return (long)header.Width * header.Height <= MaxPixels
            ? header
            : throw new ImageException($"Image size ({(long)header.Width * header.Height} pixels) exceeds limit of {MaxPixels} pixels");
    }

    private static byte[] Inflate(MemoryStream data, PngHeader header)
    {
        byte[] pixels = new byte[header.Passes().Sum(pass => header.PassLength(pass))];
        data.Position = 0;
        try
        {
            using var zlib = new ZLibStream(data, CompressionMode.Decompress);
            zlib.ReadExactly(pixels);
            return pixels;
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            throw new ImageException("image file is truncated");
        }
    }
}
