namespace HfEndpoints.Client.Inference;

/// <content>Tasks that take or give sound.</content>
public static partial class InferenceTasks
{
    private static TaskKeyword Audio => Input("audio", KeywordKind.Content, "The sound.");

    private static IEnumerable<InferenceTask> AudioTasks() =>
    [
        new("audio-classification", "audio_classification", "Sound to labels", TaskOutput.Labels)
        {
            Keywords = [Audio, FunctionToApply, TopK],
        },
        new("audio-to-audio", "audio_to_audio", "Sound to other sounds, such as one for each speaker", TaskOutput.Sounds)
        {
            Keywords = [Audio],
        },
        new("automatic-speech-recognition", "automatic_speech_recognition", "Speech to text", TaskOutput.Transcription)
        {
            Keywords = [Audio, ExtraBody],
        },
        new("text-to-speech", "text_to_speech", "Text to speech", TaskOutput.Audio)
        {
            Keywords =
            [
                Input("text", KeywordKind.Text, "What to say."),
                Flag("do_sample", "Samples instead of taking the likeliest token."),
                new("early_stopping", KeywordKind.Any, "When beam search ends: true, false or 'never'.")
                {
                    Values = ["never"],
                },
                Number("epsilon_cutoff", "The lowest probability of tokens to sample."),
                Number("eta_cutoff", "The cutoff of eta sampling."),
                Whole("max_length", "The most tokens, those of the text included."),
                Whole("max_new_tokens", "The most tokens to generate."),
                Whole("min_length", "The fewest tokens, those of the text included."),
                Whole("min_new_tokens", "The fewest tokens to generate."),
                Whole("num_beam_groups", "How many groups the beams are divided into."),
                Whole("num_beams", "How many beams to search with."),
                Number("penalty_alpha", "The weight of the penalty of contrastive search."),
                Number("temperature", "How freely to sample."),
                Whole("top_k", "Samples among so many of the likeliest tokens."),
                Number("top_p", "Samples among the likeliest tokens that make up this share."),
                Number("typical_p", "The share of typical sampling."),
                Flag("use_cache", "Lets the model keep what it computed of earlier tokens."),
                ExtraBody,
            ],
        },
    ];
}
