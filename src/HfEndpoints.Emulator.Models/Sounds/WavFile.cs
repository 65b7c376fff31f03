using System.Buffers.Binary;

namespace HfEndpoints.Emulator.Models;

/// <summary>Reads and writes RIFF WAVE files: reads PCM of 8, 16, 24 and 32 bits and floats, writes PCM of 16 bits.</summary>
internal static class WavFile
{
    public const string ContentType = "audio/wav";
    private const ushort Pcm = 1;
    private const ushort Float = 3;
    private const ushort Extensible = 0xFFFE;

    public static bool IsWav(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 12 && bytes.StartsWith("RIFF"u8) && bytes[8..12].SequenceEqual("WAVE"u8);

    public static byte[] Write(SoundClip clip)
    {
        int length = clip.Samples.Count * sizeof(short);
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.ASCII);
        writer.Write("RIFF"u8);
        writer.Write(36 + length);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)Pcm);
        writer.Write((short)1);
        writer.Write(clip.SampleRate);
        writer.Write(clip.SampleRate * sizeof(short));
        writer.Write((short)sizeof(short));
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(length);
        foreach (float sample in clip.Samples)
        {
            writer.Write((short)Math.Round(Math.Clamp(sample, -1, 1) * short.MaxValue));
        }

        return stream.ToArray();
    }

    /// <summary>The recording in a file, its channels made one; null when the file is broken or of another coding.</summary>
    public static SoundClip? Read(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> format = default;
        ReadOnlySpan<byte> rest = bytes[12..];
        while (rest.Length >= 8)
        {
            int length = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]), rest.Length - 8);
            ReadOnlySpan<byte> content = rest.Slice(8, length);
            if (rest.StartsWith("fmt "u8))
            {
                format = content;
            }
            else if (rest.StartsWith("data"u8))
            {
                return format.Length >= 16 ? Samples(format, content) : null;
            }

            rest = rest[Math.Min(rest.Length, 8 + length + (length % 2))..];
        }

        return null;
    }

    private static SoundClip? Samples(ReadOnlySpan<byte> format, ReadOnlySpan<byte> data)
    {
        ushort coding = BinaryPrimitives.ReadUInt16LittleEndian(format);
        coding = coding == Extensible && format.Length >= 26 ? BinaryPrimitives.ReadUInt16LittleEndian(format[24..]) : coding;
        int channels = BinaryPrimitives.ReadUInt16LittleEndian(format[2..]);
        int rate = BinaryPrimitives.ReadInt32LittleEndian(format[4..]);
        int bytes = BinaryPrimitives.ReadUInt16LittleEndian(format[14..]) / 8;
        bool known = coding == Float ? bytes == 4 : coding == Pcm && bytes is >= 1 and <= 4;
        if (!known || channels == 0 || rate <= 0)
        {
            return null;
        }

        float[] samples = new float[data.Length / (bytes * channels)];
        for (int i = 0; i < samples.Length; i++)
        {
            for (int channel = 0; channel < channels; channel++)
            {
                samples[i] += Sample(data[(((i * channels) + channel) * bytes)..], bytes, coding == Float) / channels;
            }
        }

        return new SoundClip(samples, rate);
    }

    private static float Sample(ReadOnlySpan<byte> data, int bytes, bool isFloat) => bytes switch
    {
        1 => (data[0] - 128) / 128f,
        2 => BinaryPrimitives.ReadInt16LittleEndian(data) / 32768f,
        3 => ((data[0] << 8) | (data[1] << 16) | (data[2] << 24)) / 2147483648f,
        _ => isFloat ? BinaryPrimitives.ReadSingleLittleEndian(data) : BinaryPrimitives.ReadInt32LittleEndian(data) / 2147483648f,
    };
}
