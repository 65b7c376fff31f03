using System.Buffers.Binary;

namespace HfEndpoints.Emulator.Models;

/// <summary>Reads sound files. Of compressed ones only the length is known, and of most that only about.</summary>
internal static class SoundReader
{
    private const int UsualRate = 16_000;
    private const double UsualBytesPerSecond = 16_000;

    /// <summary>The recording, or null when the bytes are not a sound file.</summary>
    public static SoundClip? Read(ReadOnlySpan<byte> bytes)
    {
        if (WavFile.IsWav(bytes))
        {
            return WavFile.Read(bytes);
        }

        if (bytes.Length >= 26 && bytes.StartsWith("fLaC"u8))
        {
            // STREAMINFO: 20 bits of rate, 3 of channels, 5 of depth and 36 of the number of samples, from byte 18 on.
            ulong info = BinaryPrimitives.ReadUInt64BigEndian(bytes[18..]);
            int rate = (int)(info >> 44);
            return rate > 0 ? new SoundClip([], rate, (double)(info & 0xFFFFFFFFF) / rate) : null;
        }

        return IsCompressed(bytes) ? new SoundClip([], UsualRate, bytes.Length / UsualBytesPerSecond) : null;
    }

    private static bool IsCompressed(ReadOnlySpan<byte> bytes)
    {
        bool mp3 = bytes.StartsWith("ID3"u8) || (bytes.Length > 2 && bytes[0] == 0xFF && (bytes[1] & 0xE0) == 0xE0 && bytes[1] != 0xFF);
        bool mp4 = bytes.Length > 8 && bytes[4..].StartsWith("ftyp"u8);
        bool webm = bytes.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]);
        return mp3 || mp4 || webm || bytes.StartsWith("OggS"u8) || bytes.StartsWith("#!AMR"u8);
    }
}
