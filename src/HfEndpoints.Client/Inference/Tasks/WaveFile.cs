using System.Buffers.Binary;

namespace HfEndpoints.Client.Inference;

/// <summary>Makes a sound file, WAV with 16 bits a sample, of the samples that pipelines give as numbers from -1 to 1.</summary>
internal static class WaveFile
{
    private const int HeaderBytes = 44;
    private const int SampleBytes = sizeof(short);

    // More are samples of one channel, not channels.
    private const int MaxChannels = 8;

    /// <summary>Makes the file of <c>{"audio": [[0.0, ...]], "sampling_rate": 16000}</c>.</summary>
    /// <returns>The file; null if there are no such samples.</returns>
    public static byte[]? From(JsonElement json)
    {
        if (json.WholeOf("sampling_rate") is not (> 0 and <= int.MaxValue and var rate)
            || json.Member("audio") is not { ValueKind: JsonValueKind.Array } audio)
        {
            return null;
        }

        // A list of samples, of channels, or of sounds, of which one was asked for.
        while (audio.GetArrayLength() == 1 && audio[0].ValueKind == JsonValueKind.Array)
        {
            audio = audio[0];
        }

        JsonElement[] parts = [.. audio.EnumerateArray()];
        double[]?[] channels = parts.Length > 0 && parts[0].ValueKind == JsonValueKind.Array
            ? parts.Length <= MaxChannels ? [.. parts.Select(Samples)] : Turn([.. parts.Select(Samples)])
            : [Samples(audio)];
        return channels.Length > 0 && channels[0] is { Length: > 0 } first
            && channels.All(channel => channel?.Length == first.Length)
            ? Write((int)rate, channels!)
            : null;
    }

    private static double[]? Samples(JsonElement json) => json.ValueKind == JsonValueKind.Array
        && json.EnumerateArray().All(sample => sample.ValueKind == JsonValueKind.Number)
        ? [.. json.EnumerateArray().Select(sample => sample.GetDouble())]
        : null;

    // From a list of moments, each with its channels, to channels.
    private static double[]?[] Turn(double[]?[] moments) =>
        moments[0] is { Length: > 0 and <= MaxChannels } first && moments.All(moment => moment?.Length == first.Length)
            ? [.. Enumerable.Range(0, first.Length).Select(channel => moments.Select(moment => moment![channel]).ToArray())]
            : [];

    private static byte[] Write(int rate, double[][] channels)
    {
        int frames = channels[0].Length;
        int frameBytes = channels.Length * SampleBytes;
        byte[] file = new byte[HeaderBytes + (frames * frameBytes)];
        Span<byte> head = file;
        "RIFF"u8.CopyTo(head);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], file.Length - 8);
        "WAVEfmt "u8.CopyTo(head[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(head[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(head[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(head[22..], (short)channels.Length);
        BinaryPrimitives.WriteInt32LittleEndian(head[24..], rate);
        BinaryPrimitives.WriteInt32LittleEndian(head[28..], rate * frameBytes);
        BinaryPrimitives.WriteInt16LittleEndian(head[32..], (short)frameBytes);
        BinaryPrimitives.WriteInt16LittleEndian(head[34..], SampleBytes * 8);
        "data"u8.CopyTo(head[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(head[40..], frames * frameBytes);
        for (int frame = 0; frame < frames; frame++)
        {
            for (int channel = 0; channel < channels.Length; channel++)
            {
                short sample = (short)Math.Round(Math.Clamp(channels[channel][frame], -1, 1) * short.MaxValue);
                BinaryPrimitives.WriteInt16LittleEndian(head[(HeaderBytes + (frame * frameBytes) + (channel * SampleBytes))..], sample);
            }
        }

        return file;
    }
}
