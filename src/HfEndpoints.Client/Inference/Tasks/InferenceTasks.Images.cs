namespace HfEndpoints.Client.Inference;

/// <content>Tasks that take or give images and videos.</content>
public static partial class InferenceTasks
{
    private static TaskKeyword Image => Input("image", KeywordKind.Content, "The image.");

    private static TaskKeyword Prompt => Input("prompt", KeywordKind.Text, "What to show.");

    private static TaskKeyword NegativePrompt => Text("negative_prompt", "What not to show.");

    private static TaskKeyword InferenceSteps =>
        Whole("num_inference_steps", "The number of inference steps; more steps improve quality and take longer.");

    private static TaskKeyword GuidanceScale =>
        Number("guidance_scale", "How closely to follow the prompt.");

    private static TaskKeyword FrameCount => Number("num_frames", "The number of frames of the video.");

    private static TaskKeyword TargetSize =>
        Table("target_size", "The size of the result: a hashtable of width and height in pixels.");

    private static IEnumerable<InferenceTask> ImageTasks() =>
    [
        new("image-classification", "image_classification", "Image to labels", TaskOutput.Labels)
        {
            Keywords = [Image, FunctionToApply, TopK],
        },
        new("image-segmentation", "image_segmentation", "Image to the segments in it", TaskOutput.Segments)
        {
            Keywords =
            [
                Image,
                Number("mask_threshold", "The confidence a pixel needs to be part of a mask."),
                Number("overlap_mask_area_threshold", "How much of a mask small parts must cover to be kept."),
                Text("subtask", "The kind of segmentation.", "instance", "panoptic", "semantic"),
                Number("threshold", "The lowest score to return."),
            ],
        },
        new("object-detection", "object_detection", "Image to the objects in it", TaskOutput.Objects)
        {
            Keywords = [Image, Number("threshold", "The lowest score to return.")],
        },
        new("image-to-text", "image_to_text", "Image to a text about it", TaskOutput.Text)
        {
            Keywords = [Image],
        },
        new(
            "zero-shot-image-classification",
            "zero_shot_image_classification",
            "Image to labels given with it",
            TaskOutput.Labels)
        {
            Keywords =
            [
                Image,
                Texts("candidate_labels", "The labels to choose from.")
                    with
                { IsRequired = true, MinimumCount = 2, Aliases = ["labels"] },
                Text("hypothesis_template", "The sentence to put each label into, such as 'A photo of {}.'."),
            ],
        },
        new("document-question-answering", "document_question_answering", "Answers found in an image of a document", TaskOutput.Answers)
        {
            Keywords =
            [
                Image with { Place = KeywordPlace.InputsMember },
                Question,
                DocStride, HandleImpossibleAnswer,
                Text("lang", "The language of the document, for text recognition."),
                MaxAnswerLen, MaxQuestionLen, MaxSeqLen, TopK,
                new("word_boxes", KeywordKind.Any, "The words of the document and their positions, in place of text recognition."),
            ],
        },
        new("visual-question-answering", "visual_question_answering", "Answers to a question about an image", TaskOutput.Answers)
        {
            Keywords = [Image, Question with { Place = KeywordPlace.Root }, TopK],
        },
        new("image-to-image", "image_to_image", "Image to another image", TaskOutput.Image)
        {
            Keywords =
            [
                Image, Text("prompt", "The change to make."), NegativePrompt, InferenceSteps, GuidanceScale, TargetSize,
            ],
        },
        new("image-to-video", "image_to_video", "Image to a video", TaskOutput.Video)
        {
            Keywords =
            [
                Image, Text("prompt", "The change to make."), NegativePrompt, FrameCount, InferenceSteps, GuidanceScale,
                Seed, TargetSize,
            ],
        },
        new("text-to-image", "text_to_image", "Text to an image", TaskOutput.Image)
        {
            Keywords =
            [
                Prompt, NegativePrompt,
                Whole("height", "The height of the image in pixels."),
                Whole("width", "The width of the image in pixels."),
                InferenceSteps, GuidanceScale,
                Text("scheduler", "The scheduler to use in place of the model's own."),
                Seed, ExtraBody,
            ],
        },
        new("text-to-video", "text_to_video", "Text to a video", TaskOutput.Video)
        {
            Keywords =
            [
                Prompt, GuidanceScale, Texts("negative_prompt", "What not to show."), FrameCount, InferenceSteps, Seed,
                ExtraBody,
            ],
        },
    ];
}
