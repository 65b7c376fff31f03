namespace HfEndpoints.Emulator;

/// <summary>Classifies a recording by how loud it is and how often its wave crosses zero.</summary>
internal sealed class AudioClassification : IToolkitTask
{
    private const double QuietLoudness = 0.02;
    private const double Sharpness = 4;

    /// <summary>The zero crossings a second that are usual for a kind of sound.</summary>
    private static readonly (string Label, double Crossings)[] s_kinds = [("hum", 150), ("music", 900), ("speech", 2500), ("noise", 7000)];
    public IReadOnlyList<string> Names { get; } = ["audio-classification"];
    public InputKind Kind => InputKind.Audio;
    public TaskSignature Signature { get; } = TaskSignature.ForPipeline("AudioClassificationPipeline", "top_k", "function_to_apply");

    public ToolkitOutput Run(ToolkitInput input) => input.Each(node =>
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
}

/// <summary>Makes a recording as loud as it can be.</summary>
internal sealed class AudioToAudio : IToolkitTask
{
    private const float Peak = 0.95f;
    public IReadOnlyList<string> Names { get; } = ["audio-to-audio"];
    public InputKind Kind => InputKind.Audio;
    public TaskSignature Signature { get; } = TaskSignature.ForPipeline("AudioToAudioPipeline");

    public ToolkitOutput Run(ToolkitInput input)
    {
        (SoundClip clip, byte[] bytes) = input.Sound(input.Inputs);
        // A coding that cannot be read here is given back as it came.
        byte[] louder = clip.Samples.Count > 0 ? input.Models.WriteWav(Normalize(clip)) : bytes;
        return new JsonArray(new JsonObject
        {
            ["label"] = "normalized",
            ["blob"] = Convert.ToBase64String(louder),
            ["content-type"] = clip.Samples.Count > 0 ? ToolkitMediaTypes.Wav : "application/octet-stream",
        });
    }

    private static SoundClip Normalize(SoundClip clip)
    {
        float highest = clip.Samples.Max(Math.Abs);
        return highest > 0 ? new SoundClip([.. clip.Samples.Select(sample => sample / highest * Peak)], clip.SampleRate) : clip;
    }
}

/// <summary>Hears the text of a recording.</summary>
internal sealed class AutomaticSpeechRecognition : IToolkitTask
{
    public IReadOnlyList<string> Names { get; } = ["automatic-speech-recognition"];
    public InputKind Kind => InputKind.Audio;

    public TaskSignature Signature { get; } = TaskSignature.ForPipeline(
        "AutomaticSpeechRecognitionPipeline", "return_timestamps", "return_language", "chunk_length_s", "stride_length_s", "ignore_warning",
        "decoder_kwargs",
        "generate_kwargs", "generation_parameters", "generate_parameters", "max_new_tokens");

    public ToolkitOutput Run(ToolkitInput input) => input.Each(node =>
    {
        (SoundClip clip, byte[] bytes) = input.Sound(node);
        string text = input.Models.Limit(input.Models.Hear(clip, bytes), GenerationLimits.From(input.Parameters).Max);
        var answer = new JsonObject { ["text"] = text };
        if (Chunks(input.Models, input.Parameters["return_timestamps"], text, clip.Seconds) is JsonArray chunks)
        {
            answer["chunks"] = chunks;
        }

        return answer;
    });

    /// <summary>The words or the sentences of a text, each with its share of the recording by its length; null unless asked for.</summary>
    private static JsonArray? Chunks(IToyModels models, JsonNode? asked, string text, double seconds)
    {
        IReadOnlyList<TextSpan>? spans = asked?.GetValueKind() switch
        {
            null or JsonValueKind.False => null,
            JsonValueKind.True => models.FindSentences(text),
            JsonValueKind.String when asked!.GetValue<string>() == "word" => models.FindWords(text),
            _ => throw new ToolkitException($"`return_timestamps` must be True, False or 'word', got {asked!.ToJsonString()}"),
        };
        double second = seconds / Math.Max(1, text.EnumerateRunes().Count());
        return spans is null ? null : new JsonArray([.. spans.Select(span => new JsonObject
        {
            ["text"] = (span.Start > 0 ? " " : "") + span.Text,
            ["timestamp"] = new JsonArray(Math.Round(span.Start * second, 2), Math.Round(span.End * second, 2)),
        })]);
    }
}

/// <summary>Speaks a text in tones. Clients get a WAV file; those that ask for JSON get the samples, as the pipeline gives them.</summary>
internal sealed class TextToSpeech : IToolkitTask
{
    private const int LongestText = 4000;
    public IReadOnlyList<string> Names { get; } = ["text-to-speech", "text-to-audio"];
    public InputKind Kind => InputKind.Json;
    public TaskSignature Signature { get; } = TaskSignature.ForGeneration("preprocess_params", "forward_params", "speaker_embeddings");

    public ToolkitOutput Run(ToolkitInput input)
    {
        string text = ToolkitInput.Text(input.Inputs);
        if (text.Length > LongestText)
        {
            throw new ToolkitException($"The text has {text.Length} characters, the model takes at most {LongestText}");
        }

        SoundClip clip = input.Models.Speak(input.Models.Limit(text, GenerationLimits.From(input.Parameters).Max));
        return new ToolkitOutput.Media(input.Models.WriteWav(clip), ToolkitMediaTypes.Wav, () => new JsonObject
        {
            ["audio"] = new JsonArray(EmbeddingsAnswer.ToJson(clip.Samples)),
            ["sampling_rate"] = clip.SampleRate,
        });
    }
}
