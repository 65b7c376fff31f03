namespace HfEndpoints.Client.Inference;

/// <content>Tasks that take or give images and videos.</content>
public static partial class InferenceTasks
{
    private static TaskKeyword Image => Input("image", KeywordKind.Content, "The image.");

    private static TaskKeyword Prompt => Input("prompt", KeywordKind.Text, "What to show.");

    private static TaskKeyword NegativePrompt => Text("negative_prompt", "What not to show.");

    private static TaskKeyword InferenceSteps =>
        Whole("num_inference_steps", "How many steps to take; more make better pictures and take longer.");

    private static TaskKeyword GuidanceScale =>
        Number("guidance_scale", "How closely to follow the prompt.");

    private static TaskKeyword FrameCount => Number("num_frames", "How many frames the video has.");

    private static TaskKeyword TargetSize =>
        Table("target_size", "The size of the result: a table of width and height in pixels.");

    private static IEnumerable<InferenceTask> ImageTasks() =>
    [
        new("image-classification", "image_classification", "Image to labels", TaskOutput.Labels)
        {
            Keywords = [Image, FunctionToApply, TopK],
        },
        new("image-segmentation", "image_segmentation", "Image to the shapes in it", TaskOutput.Segments)
        {
            Keywords =
            [
                Image,
                Number("mask_threshold", "How sure a pixel must be to be of a mask."),
                Number("overlap_mask_area_threshold", "How much of a mask small parts must make up to stay."),
                Text("subtask", "The kind of segments.", "instance", "panoptic", "semantic"),
                Number("threshold", "The lowest score to give."),
            ],
        },
        new("object-detection", "object_detection", "Image to the objects in it", TaskOutput.Objects)
        {
            Keywords = [Image, Number("threshold", "The lowest score to give.")],
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
                Texts("candidate_labels", "The labels to choose among.")
                    with
                { IsRequired = true, MinimumCount = 2, Aliases = ["labels"] },
                Text("hypothesis_template", "The sentence that a label is put into, such as 'A photo of {}.'."),
            ],
        },
        new("document-question-answering", "document_question_answering", "Answers found in an image of a document", TaskOutput.Answers)
        {
            Keywords =
            [
                Image with { Place = KeywordPlace.InputsMember },
                Question,
                DocStride, HandleImpossibleAnswer,
                Text("lang", "The language of the document, for reading it."),
                MaxAnswerLen, MaxQuestionLen, MaxSeqLen, TopK,
                new("word_boxes", KeywordKind.Any, "The words of the document and where they are, so that it is not read anew."),
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
                Image, Text("prompt", "What to make of it."), NegativePrompt, InferenceSteps, GuidanceScale, TargetSize,
            ],
        },
        new("image-to-video", "image_to_video", "Image to a video", TaskOutput.Video)
        {
            Keywords =
            [
                Image, Text("prompt", "What to make of it."), NegativePrompt, FrameCount, InferenceSteps, GuidanceScale,
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
                Text("scheduler", "The scheduler to use instead of the model's own."),
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
