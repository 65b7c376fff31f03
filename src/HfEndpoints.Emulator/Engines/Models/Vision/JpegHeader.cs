using System.Buffers.Binary;

namespace HfEndpoints.Emulator.Models;

/// <summary>Finds the size of a JPEG picture in its frame header.</summary>
internal static class JpegHeader
{
    private const byte Marker = 0xFF;
    private const byte StartOfImage = 0xD8;
    private const int MaxPixels = 24 * 1024 * 1024;

    public static bool TryReadSize(ReadOnlySpan<byte> bytes, out int width, out int height)
    {
        (width, height) = (0, 0);
        if (bytes.Length < 4 || bytes[0] != Marker || bytes[1] != StartOfImage)
        {
            return false;
        }

        ReadOnlySpan<byte> rest = bytes[2..];
        while (rest.Length >= 9 && rest[0] == Marker)
        {
            // Frames are C0 to CF, but for the tables C4 and CC and the reserved C8.
            if (rest[1] is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                height = BinaryPrimitives.ReadUInt16BigEndian(rest[5..]);
                width = BinaryPrimitives.ReadUInt16BigEndian(rest[7..]);
                return width > 0 && height > 0 && (long)width * height <= MaxPixels;
            }

            int length = 2 + BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            rest = length < rest.Length ? rest[length..] : [];
        }

        return false;
    }
}
