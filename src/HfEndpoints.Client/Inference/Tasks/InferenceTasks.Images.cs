namespace HfEndpoints.Client.Inference;

/// <content>Tasks that take or give images and videos.</content>
public static partial class InferenceTasks
{
    private static TaskKeyword Image => Input("image", KeywordKind.Content, "The image.");

    private static TaskKeyword Prompt => Input("prompt", KeywordKind.Text, "What to show.");

    private static TaskKeyword NegativePrompt => Text("negative_prompt", "What not to show.");

    private static TaskKeyword InferenceSteps =>
        Whole("num_inference_steps", "The number of inference steps; more steps improve quality and take longer.");

    private static TaskKeyword GuidanceScale => Number("guidance_scale", "How closely to follow the prompt.");

    private static TaskKeyword FrameCount => Number("num_frames", "The number of frames of the video.");

    private static TaskKeyword TargetSize => Table("target_size", "The size of the result: a hashtable of width and height in pixels.");

    private static IEnumerable<InferenceTask> ImageTasks() =>
    [
        Make("image-classification", "Image to labels", TaskOutput.Labels, Image, FunctionToApply, TopK),
        Make(
            "image-segmentation", "Image to the segments in it", TaskOutput.Segments,
            Image,
            Number("mask_threshold", "The confidence a pixel needs to be part of a mask."),
            Number("overlap_mask_area_threshold", "How much of a mask small parts must cover to be kept."),
            Text("subtask", "The kind of segmentation.", "instance", "panoptic", "semantic"),
            Number("threshold", "The lowest score to return.")),
        Make(
            "object-detection", "Image to the objects in it", TaskOutput.Objects,
            Image, Number("threshold", "The lowest score to return.")),
        Make("image-to-text", "Image to a text about it", TaskOutput.Text, Image),
        Make(
            "zero-shot-image-classification", "Image to labels given with it", TaskOutput.Labels,
            Image,
            Texts("candidate_labels", "The labels to choose from.")
                with
            { IsRequired = true, MinimumCount = 2, Aliases = ["labels"] },
            Text("hypothesis_template", "The sentence to put each label into, such as 'A photo of {}.'.")),
        Make(
            "document-question-answering", "Answers found in an image of a document", TaskOutput.Answers,
            Image with { Place = KeywordPlace.InputsMember },
            Question,
            DocStride, HandleImpossibleAnswer,
            Text("lang", "The language of the document, for text recognition."),
            MaxAnswerLen, MaxQuestionLen, MaxSeqLen, TopK,
            new("word_boxes", KeywordKind.Any, "The words of the document and their positions, in place of text recognition.")),
        Make(
            "visual-question-answering", "Answers to a question about an image", TaskOutput.Answers,
            Image, Question with { Place = KeywordPlace.Root }, TopK),
        Make(
            "image-to-image", "Image to another image", TaskOutput.Image,
            Image, Text("prompt", "The change to make."), NegativePrompt, InferenceSteps, GuidanceScale, TargetSize),
        Make(
            "image-to-video", "Image to a video", TaskOutput.Video,
            Image, Text("prompt", "The change to make."), NegativePrompt, FrameCount, InferenceSteps, GuidanceScale,
            Seed, TargetSize),
        Make(
            "text-to-image", "Text to an image", TaskOutput.Image,
            Prompt, NegativePrompt,
            Whole("height", "The height of the image in pixels."),
            Whole("width", "The width of the image in pixels."),
            InferenceSteps, GuidanceScale,
            Text("scheduler", "The scheduler to use in place of the model's own."),
            Seed, ExtraBody),
        Make(
            "text-to-video", "Text to a video", TaskOutput.Video,
            Prompt, GuidanceScale, Texts("negative_prompt", "What not to show."), FrameCount, InferenceSteps, Seed,
            ExtraBody),
    ];
}
