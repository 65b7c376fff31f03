namespace HfEndpoints.Emulator;

/// <summary>The tasks that hear and speak.</summary>
internal static class SoundTasks
{
    private const double QuietLoudness = 0.02;
    private const double Sharpness = 4;
    /// <summary>The zero crossings a second that are usual for a kind of sound.</summary>
    private static readonly (string Label, double Crossings)[] s_kinds = [("hum", 150), ("music", 900), ("speech", 2500), ("noise", 7000)];
    private const float Peak = 0.95f;
    private const int LongestText = 4000;

    /// <summary>Classifies a recording by how loud it is and how often its wave crosses zero.</summary>
    public static object Classify(ToolkitInput input) => input.Each(node =>
    {
        (SoundClip clip, byte[] bytes) = input.Sound(node);
        return ScoreJson.Top(Classify(clip, bytes), input.Parameters);
    });

    private static IEnumerable<LabelScore> Classify(SoundClip clip, byte[] bytes)
    {
        // Without samples only the bytes can tell recordings apart.
        bool known = clip.Samples.Count > 0;
        double crossings = known ? clip.Crossings : 100 + (StableHash.Compute(bytes.Length, "") % 5000);
        double silence = known ? Math.Exp(-clip.Loudness / QuietLoudness * Math.Log(2)) : 0;
        double[] weights = [.. s_kinds.Select(kind => Math.Exp(-Sharpness * Math.Abs(Math.Log10((crossings + 10) / kind.Crossings))))];
        double sum = weights.Sum();
        return s_kinds.Select((kind, index) => new LabelScore(kind.Label, (1 - silence) * weights[index] / sum))
            .Append(new LabelScore("silence", silence))
            .OrderByDescending(score => score.Score);
    }

    /// <summary>Makes a recording as loud as it can be.</summary>
    public static object Normalize(ToolkitInput input)
    {
        (SoundClip clip, byte[] bytes) = input.Sound(input.Inputs);
        // A coding that cannot be read here is given back as it came.
        byte[] louder = clip.Samples.Count > 0 ? ToyModels.WriteWav(Normalize(clip)) : bytes;
        string type = clip.Samples.Count > 0 ? ToolkitMediaTypes.Wav : "application/octet-stream";
        return new[] { new JsonMap { ["label"] = "normalized", ["blob"] = Convert.ToBase64String(louder), ["content-type"] = type } };
    }

    private static SoundClip Normalize(SoundClip clip)
    {
        float highest = clip.Samples.Max(Math.Abs);
        return highest > 0 ? new SoundClip([.. clip.Samples.Select(sample => sample / highest * Peak)], clip.SampleRate) : clip;
    }

    /// <summary>Hears the text of a recording.</summary>
    public static object Transcribe(ToolkitInput input) => input.Each(node =>
    {
        (SoundClip clip, byte[] bytes) = input.Sound(node);
        string text = ToyModels.Limit(ToyModels.Hear(clip, bytes), GenerationLimits.From(input.Parameters).Max);
        return Chunks(input.Parameters["return_timestamps"], text, clip.Seconds) is object chunks ? new { text, chunks } : new { text };
    });

    /// <summary>The words or the sentences of a text, each with its share of the recording by its length; null unless asked for.</summary>
    private static object? Chunks(JsonNode? asked, string text, double seconds)
    {
        IReadOnlyList<TextSpan>? spans = asked?.GetValueKind() switch
        {
            null or JsonValueKind.False => null,
            JsonValueKind.True => ToyModels.FindSentences(text),
            JsonValueKind.String when asked!.GetValue<string>() == "word" => ToyModels.FindWords(text),
            _ => throw new ToolkitException($"`return_timestamps` must be True, False or 'word', got {asked!.ToJsonString()}"),
        };
        double second = seconds / Math.Max(1, text.EnumerateRunes().Count());
        return spans?.Select(span => new
        {
            text = (span.Start > 0 ? " " : "") + span.Text,
            timestamp = new[] { Math.Round(span.Start * second, 2), Math.Round(span.End * second, 2) },
        });
    }

    /// <summary>Speaks a text in tones. Clients get a WAV file; those that ask for JSON get the samples.</summary>
    public static object Speak(ToolkitInput input)
    {
        string text = ToolkitInput.Text(input.Inputs);
        Refuse.If(
            text.Length > LongestText,
            () => new ToolkitException($"The text has {text.Length} characters, the model takes at most {LongestText}"));
        SoundClip clip = ToyModels.Speak(ToyModels.Limit(text, GenerationLimits.From(input.Parameters).Max));
        return new ToolkitMedia(
            ToyModels.WriteWav(clip), ToolkitMediaTypes.Wav, () => new { audio = new[] { clip.Samples }, sampling_rate = clip.SampleRate });
    }
}
