namespace HfEndpoints.Emulator.Models;

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
