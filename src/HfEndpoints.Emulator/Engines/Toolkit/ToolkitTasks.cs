using static HfEndpoints.Emulator.InputKind;
using static HfEndpoints.Emulator.TaskSignature;

namespace HfEndpoints.Emulator;

/// <summary>A task the toolkit has a pipeline for.</summary>
/// <param name="Names">The names an endpoint's task may have for it to be this one.</param>
/// <param name="Kind">What its input is when a request has bytes and does not say of what kind.</param>
/// <param name="Signature">The parameters the pipeline takes.</param>
/// <param name="Run">
/// Answers a request with a picture, a <see cref="ToolkitMedia"/> or an object of JSON, or throws a <see cref="ToolkitException"/>.
/// </param>
internal sealed record ToolkitTask(string Names, InputKind Kind, TaskSignature Signature, Func<ToolkitInput, object> Run);

internal enum InputKind
{
    Json,
    Image,
    Audio,
}

/// <summary>Anything a pipeline refuses; always answered with 400.</summary>
internal sealed class ToolkitException(string message) : Exception(message);

/// <summary>All tasks, a row for each.</summary>
internal static class ToolkitTasks
{
    private const string TranslationPrefix = "translation_";
    private const string NestedGeneration = "generate_kwargs generation_parameters generate_parameters";
    private const string PaintingNames = "negative_prompt height width target_size num_inference_steps guidance_scale seed";

    private static readonly ToolkitTask[] s_tasks =
    [
        new("audio-classification", Audio, ForPipeline("AudioClassification", "top_k function_to_apply"), SoundTasks.Classify),
        new("audio-to-audio", Audio, ForPipeline("AudioToAudio", ""), SoundTasks.Normalize),
        new("automatic-speech-recognition", Audio,
            ForPipeline("AutomaticSpeechRecognition",
                "return_timestamps return_language chunk_length_s stride_length_s ignore_warning decoder_kwargs "
                    + "max_new_tokens " + NestedGeneration),
            SoundTasks.Transcribe),
        new("document-question-answering", Image,
            ForPipeline("DocumentQuestionAnswering",
                "doc_stride handle_impossible_answer lang max_answer_len max_question_len max_seq_len top_k word_boxes padding truncation "
                    + "tesseract_config"),
            QuestionTasks.AskDocument),
        new("feature-extraction", Json, ForTokenizer("return_tensors", "normalize dimensions"), ReadingTasks.ExtractFeatures),
        new("fill-mask", Json, ForPipeline("FillMask", "targets top_k tokenizer_kwargs"), ReadingTasks.FillMask),
        new("image-classification", Image, ForPipeline("ImageClassification", "top_k function_to_apply"), PictureTasks.Classify),
        new("image-segmentation", Image,
            ForPipeline("ImageSegmentation", "subtask threshold mask_threshold overlap_mask_area_threshold"), PictureTasks.Segment),
        new("image-text-to-text any-to-any", Json, ForGeneration("return_full_text stop_sequence"), PictureTasks.ContinueText),
        new("image-to-image", Image,
            ForCall("StableDiffusionImg2ImgPipeline", "prompt strength scheduler " + PaintingNames), PaintingTasks.Recolour),
        new("image-to-text", Image, ForPipeline("ImageToText", "max_new_tokens prompt " + NestedGeneration), PictureTasks.Describe),
        new("image-to-video", Image, ForCall("StableVideoDiffusionPipeline", "prompt num_frames " + PaintingNames), PaintingTasks.Move),
        new("object-detection", Image, ForPipeline("ObjectDetection", "threshold"), PictureTasks.Detect),
        new("question-answering", Json,
            ForPipeline("QuestionAnswering",
                "top_k topk doc_stride max_answer_len max_seq_len max_question_len handle_impossible_answer align_to_words padding"),
            QuestionTasks.AskText),
        new("sentence-embeddings", Json, Any, SentenceTasks.Embed),
        new("sentence-ranking text-ranking", Json, Any, SentenceTasks.Rank),
        new("sentence-similarity", Json, Any, SentenceTasks.Compare),
        new("summarization", Json, ForGeneration(""), WritingTasks.Summarize),
        new("table-question-answering", Json, ForPipeline("TableQuestionAnswering", "model padding sequential truncation"), TableTasks.Ask),
        new("tabular-classification", Json, Any, TableTasks.Classify),
        new("tabular-regression", Json, Any, TableTasks.Regress),
        new("text2text-generation", Json, ForGeneration(""), WritingTasks.Follow),
        new("text-classification sentiment-analysis", Json,
            ForTokenizer("top_k function_to_apply return_all_scores"), ReadingTasks.Classify),
        new(TextGeneration.Names, Json,
            ForGeneration(
                "return_full_text return_text return_tensors return_type prefix handle_long_generation stop_sequence stop_strings "
                    + "continue_final_message skip_special_tokens"),
            WritingTasks.Continue),
        new("text-to-image", Json,
            ForCall("StableDiffusionPipeline",
                "prompt scheduler num_images_per_prompt output_type guidance_rescale eta clip_skip " + PaintingNames),
            PaintingTasks.Paint),
        new("text-to-speech text-to-audio", Json, ForGeneration("preprocess_params forward_params speaker_embeddings"), SoundTasks.Speak),
        new("text-to-video", Json, ForCall("TextToVideoSDPipeline", "num_frames scheduler " + PaintingNames), PaintingTasks.Film),
        new("token-classification ner", Json,
            ForPipeline("TokenClassification", "aggregation_strategy ignore_labels stride grouped_entities"), ReadingTasks.FindNames),
        new("translation", Json, ForGeneration("src_lang tgt_lang"), WritingTasks.Translate),
        new("visual-question-answering", Image,
            ForPipeline("VisualQuestionAnswering", "top_k truncation padding"), QuestionTasks.AskPicture),
        new("zero-shot-classification", Json,
            ForPipeline("ZeroShotClassification", "candidate_labels candidateLabels multi_label multi_class hypothesis_template"),
            ZeroShotTasks.ClassifyText),
        new("zero-shot-image-classification", Image,
            ForPipeline("ZeroShotImageClassification", "candidate_labels hypothesis_template tokenizer_kwargs"),
            ZeroShotTasks.ClassifyPicture),
        new("zero-shot-object-detection", Image,
            ForPipeline("ZeroShotObjectDetection", "candidate_labels threshold top_k"), ZeroShotTasks.Detect),
    ];

    private static readonly Dictionary<string, ToolkitTask> s_byName =
        s_tasks.SelectMany(task => task.Names.Split(' ').Select(name => (name, task))).ToDictionary(row => row.name, row => row.task);

    public static IEnumerable<string> Names => s_byName.Keys.Order(StringComparer.Ordinal);

    public static ToolkitTask Find(string name) =>
        s_byName.GetValueOrDefault(name.StartsWith(TranslationPrefix, StringComparison.Ordinal) ? "translation" : name)
        ?? throw new ToolkitException($"Unknown task {name}, available tasks are {PythonText.List([.. Names, "translation_XX_to_YY"])}");
}

/// <summary>The parameters a pipeline takes, and how it refuses others.</summary>
internal sealed class TaskSignature
{
    private const string GenerationNames =
        "generate_kwargs generation_parameters generate_parameters clean_up_tokenization_spaces truncation max_length min_length "
            + "max_new_tokens min_new_tokens early_stopping max_time do_sample num_beams num_beam_groups penalty_alpha use_cache "
            + "temperature top_k top_p min_p typical_p epsilon_cutoff eta_cutoff repetition_penalty length_penalty no_repeat_ngram_size "
            + "num_return_sequences seed ";

    private readonly HashSet<string>? _names;
    private readonly HashSet<string> _onlyForHub;
    private readonly Func<string, string> _refusal;

    private TaskSignature(string? names, string onlyForHub, Func<string, string> refusal) =>
        (_names, _onlyForHub, _refusal) = (names is null ? null : [.. names.Split(' ')], [.. onlyForHub.Split(' ')], refusal);

    /// <summary>A pipeline that ignores parameters.</summary>
    public static TaskSignature Any { get; } = new(null, "", name => name);

    /// <summary>A pipeline that sorts its parameters itself.</summary>
    public static TaskSignature ForPipeline(string pipeline, string names) => new(
        names + " timeout batch_size num_workers", "",
        name => $"{pipeline}Pipeline._sanitize_parameters() got an unexpected keyword argument '{name}'");

    /// <summary>A pipeline that passes what it does not know on to its tokenizer, with names that only the hub's mode takes.</summary>
    public static TaskSignature ForTokenizer(string names, string onlyForHub = "") => new(
        $"{names} truncation padding max_length stride batch_size num_workers {onlyForHub}", onlyForHub,
        name => $"PreTrainedTokenizerFast._batch_encode_plus() got an unexpected keyword argument '{name}'");

    /// <summary>A pipeline of diffusers.</summary>
    public static TaskSignature ForCall(string pipeline, string names) =>
        new(names, "", name => $"{pipeline}.__call__() got an unexpected keyword argument '{name}'");

    /// <summary>A pipeline that passes what it does not know on to the model's generation.</summary>
    public static TaskSignature ForGeneration(string names) => new(
        GenerationNames + names, "generate_parameters seed",
        name => $"The following `model_kwargs` are not used by the model: ['{name}'] (note: typos in the generate arguments will also "
            + "show up in this list)");

    public void Check(RequestParameters parameters, bool isHubShaped)
    {
        if (_names is not null && parameters.Names.FirstOrDefault(name =>
            !_names.Contains(name) || (!isHubShaped && _onlyForHub.Contains(name))) is string unknown)
        {
            throw new ToolkitException(_refusal(unknown));
        }
    }
}
