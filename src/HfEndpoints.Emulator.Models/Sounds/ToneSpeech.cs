namespace HfEndpoints.Emulator.Models;

/// <summary>
/// Speech of tones: a mark, then one of sixteen tones for each half of a byte of the text. It is not a voice, but a real recording
/// that says the text, and can be heard out of it again.
/// </summary>
internal static class ToneSpeech
{
    public const int SampleRate = 16_000;
    private const int ToneLength = 480;
    private const double LowestTone = 500;
    private const double ToneStep = 100;
    private const double MarkTone = 2600;
    private const double Volume = 0.5;
    private const double Certainty = 0.5;

    public static SoundClip Speak(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        float[] samples = new float[((bytes.Length * 2) + 1) * ToneLength];
        Write(samples, 0, MarkTone);
        for (int i = 0; i < bytes.Length; i++)
        {
            Write(samples, (i * 2) + 1, Tone(bytes[i] >> 4));
            Write(samples, (i * 2) + 2, Tone(bytes[i] & 0xF));
        }

        return new SoundClip(samples, SampleRate);
    }

    /// <summary>The text in a recording, or null when it is not speech of this kind.</summary>
    public static string? Listen(SoundClip clip)
    {
        int tones = clip.Samples.Count / ToneLength;
        if (clip.SampleRate != SampleRate || tones == 0 || Strength(clip, 0, MarkTone) < Certainty)
        {
            return null;
        }

        byte[] bytes = new byte[(tones - 1) / 2];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)((Hear(clip, (i * 2) + 1) << 4) | Hear(clip, (i * 2) + 2));
        }

        return Encoding.UTF8.GetString(bytes);
    }

    private static double Tone(int half) => LowestTone + (half * ToneStep);
    private static int Hear(SoundClip clip, int place) => Enumerable.Range(0, 16).MaxBy(half => Strength(clip, place, Tone(half)));

    private static void Write(float[] samples, int place, double frequency)
    {
        for (int i = 0; i < ToneLength; i++)
        {
            // Whole waves fit into a tone's length, so tones join without a click.
            samples[(place * ToneLength) + i] = (float)(Volume * Math.Sin(2 * Math.PI * frequency * i / SampleRate));
        }
    }

    /// <summary>How much of the sound at a place is of a frequency, from 0 to 1, by Goertzel's algorithm.</summary>
    private static double Strength(SoundClip clip, int place, double frequency)
    {
        double factor = 2 * Math.Cos(2 * Math.PI * frequency / SampleRate);
        (double last, double beforeLast, double energy) = (0, 0, 1e-9);
        for (int i = place * ToneLength; i < (place + 1) * ToneLength; i++)
        {
            double sample = clip.Samples[i];
            energy += sample * sample;
            (last, beforeLast) = (sample + (factor * last) - beforeLast, last);
        }

        double power = (last * last) + (beforeLast * beforeLast) - (factor * last * beforeLast);
        return power / (energy * ToneLength / 2);
    }
}

/// <summary>Hears the text in speech of tones; of other recordings it makes a text as long as the recording.</summary>
internal static class SpeechListener
{
    private const double TokensPerSecond = 2.5;
    private const int LongestText = 500;
    public static string Hear(SoundClip clip, byte[] bytes) => ToneSpeech.Listen(clip) ?? Imagine(clip, bytes);

    /// <summary>A text that depends on the recording, and whose length is that of its speech.</summary>
    private static string Imagine(SoundClip clip, byte[] bytes)
    {
        int tokens = Math.Clamp((int)Math.Round(clip.Seconds * TokensPerSecond), 1, LongestText);
        string key = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes));
        var options = new GenerationOptions { Prompt = "", MaxNewTokens = tokens, Sample = true, Seed = StableHash.Compute(0, key) };
        return clip.Samples.Count > 0 && clip.Loudness < 0.001 ? "" : TextGenerator.Generate(MarkovModel.Default, options).Text.Trim();
    }
}
