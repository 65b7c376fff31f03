namespace HfEndpoints.Client.Inference;

/// <content>Tasks that take or give sound.</content>
public static partial class InferenceTasks
{
    private static TaskKeyword Audio => Input("audio", KeywordKind.Content, "The sound.");

    private static IEnumerable<InferenceTask> AudioTasks() =>
    [
        Make("audio-classification", "Sound to labels", TaskOutput.Labels, Audio, FunctionToApply, TopK),
        Make("audio-to-audio", "Sound to other sounds, such as one for each speaker", TaskOutput.Sounds, Audio),
        Make("automatic-speech-recognition", "Speech to text", TaskOutput.Transcription, Audio, ExtraBody),
        Make(
            "text-to-speech", "Text to speech", TaskOutput.Audio,
            Input("text", KeywordKind.Text, "What to say."),
            Flag("do_sample", "Samples instead of always taking the most likely token."),
            new("early_stopping", KeywordKind.Any, "When beam search ends: true, false or 'never'.")
            {
                Values = ["never"],
            },
            Number("epsilon_cutoff", "The lowest probability of tokens to sample."),
            Number("eta_cutoff", "The cutoff for eta sampling."),
            Whole("max_length", "The largest total number of tokens, including those of the text."),
            Whole("max_new_tokens", "The largest number of tokens to generate."),
            Whole("min_length", "The smallest total number of tokens, including those of the text."),
            Whole("min_new_tokens", "The smallest number of tokens to generate."),
            Whole("num_beam_groups", "The number of beam groups."),
            Whole("num_beams", "The number of beams."),
            Number("penalty_alpha", "The penalty weight for contrastive search."),
            Number("temperature", "The sampling temperature."),
            Whole("top_k", "Samples from this number of the most likely tokens."),
            Number("top_p", "Nucleus sampling: the probability share of the most likely tokens to sample from."),
            Number("typical_p", "The probability share for typical sampling."),
            Flag("use_cache", "Lets the model cache what it computed for earlier tokens."),
            ExtraBody),
    ];
}
