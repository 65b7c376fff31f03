using System.Buffers.Binary;

namespace HfEndpoints.Emulator.Models;

/// <summary>
/// A recording in memory: samples from -1 to 1 in one channel. There are none, and the length is a guess, when the file's coding is
/// not known here.
/// </summary>
internal sealed record SoundClip(IReadOnlyList<float> Samples, int SampleRate, double Seconds)
{
    public SoundClip(IReadOnlyList<float> samples, int sampleRate) : this(samples, sampleRate, (double)samples.Count / sampleRate)
    {
    }

    /// <summary>The root of the mean square: 0 is silence, 0.7 a full sine.</summary>
    public double Loudness => Samples.Count == 0 ? 0 : Math.Sqrt(Samples.Average(sample => (double)sample * sample));

    /// <summary>How often a second the wave changes its sign; half of it is about the pitch.</summary>
    public double Crossings =>
        Samples.Count < 2 ? 0 : Samples.Zip(Samples.Skip(1)).Count(pair => (pair.First < 0) != (pair.Second < 0)) / Seconds;
}

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

/// <summary>Reads and writes RIFF WAVE files: reads PCM of 8, 16, 24 and 32 bits and floats, writes PCM of 16 bits.</summary>
internal static class WavFile
{
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
