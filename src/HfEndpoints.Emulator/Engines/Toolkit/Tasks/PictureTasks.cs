namespace HfEndpoints.Emulator;

/// <summary>Classifies a picture by its colours: each one's score is its share of the pixels.</summary>
internal sealed class ImageClassification : IToolkitTask
{
    public IReadOnlyList<string> Names { get; } = ["image-classification"];
    public InputKind Kind => InputKind.Image;
    public TaskSignature Signature { get; } = TaskSignature.ForPipeline("ImageClassificationPipeline", "top_k", "function_to_apply");

    public ToolkitOutput Run(ToolkitInput input) =>
        input.Each(node => ScoreJson.Top(new ImageView(input.Image(node)).Shares, input.Parameters));
}

/// <summary>Cuts a picture into areas of one colour, each with a mask of the picture's size.</summary>
internal sealed class ImageSegmentation : IToolkitTask
{
    private const string Semantic = "semantic";
    private const string Instance = "instance";
    private const string Panoptic = "panoptic";
    private const double DefaultThreshold = 0.9;
    private const double DefaultMaskThreshold = 0.5;
    private const byte Inside = 255;
    public IReadOnlyList<string> Names { get; } = ["image-segmentation"];
    public InputKind Kind => InputKind.Image;

    public TaskSignature Signature { get; } = TaskSignature.ForPipeline(
        "ImageSegmentationPipeline", "subtask", "threshold", "mask_threshold", "overlap_mask_area_threshold");

    public ToolkitOutput Run(ToolkitInput input)
    {
        string subtask = input.Parameters.Choice("subtask", Panoptic, Instance, Semantic) ?? Panoptic;
        double threshold = input.Parameters.Fraction("threshold") ?? DefaultThreshold;
        double maskThreshold = input.Parameters.Fraction("mask_threshold") ?? DefaultMaskThreshold;
        // Areas never overlap here, so the parameter is checked and has nothing to do.
        input.Parameters.Fraction("overlap_mask_area_threshold");
        return input.Each(node =>
        {
            var view = new ImageView(input.Image(node));
            IEnumerable<(string Label, IReadOnlyList<int> Pixels)> areas = subtask == Semantic
                ? view.Shares.Select(share => (share.Label, view.PixelsOf(share.Label)))
                : view.Objects.Select(region => (region.Colour, region.Pixels))
                    .Concat(subtask == Panoptic ? [(view.Background, view.PixelsOf(view.Background))] : []);
            IEnumerable<JsonObject?> segments = areas.Select(area =>
                Segment(input, view, area.Label, area.Pixels, subtask == Semantic, threshold, maskThreshold));
            return new JsonArray([.. segments.OfType<JsonObject>()]);
        });
    }

    private static JsonObject? Segment(
        ToolkitInput input, ImageView view, string label, IReadOnlyList<int> pixels, bool semantic, double threshold, double maskThreshold)
    {
        IReadOnlyList<double> closeness = view.Closeness(pixels);
        double score = closeness.Average();
        if (!semantic && score < threshold)
        {
            return null;
        }

        byte[] mask = new byte[view.Width * view.Height];
        for (int i = 0; i < pixels.Count; i++)
        {
            mask[pixels[i]] = closeness[i] >= maskThreshold ? Inside : (byte)0;
        }

        return new JsonObject
        {
            // Semantic segmentation has no scores; the hub's clients get 1 for them.
            ["score"] = semantic ? input.IsHubShaped ? 1 : null : score,
            ["label"] = label,
            ["mask"] = Convert.ToBase64String(input.Models.WriteMask(view.Width, view.Height, mask)),
        };
    }
}

/// <summary>Goes on with a text by describing the pictures given with it.</summary>
internal sealed class ImageTextToText : IToolkitTask
{
    public IReadOnlyList<string> Names { get; } = ["image-text-to-text", "any-to-any"];
    public InputKind Kind => InputKind.Json;
    public TaskSignature Signature { get; } = TaskSignature.ForGeneration("return_full_text", "stop_sequence");

    public ToolkitOutput Run(ToolkitInput input)
    {
        if (input.Inputs is not JsonObject inputs || !inputs.ContainsKey("text"))
        {
            throw new ToolkitException("image-text-to-text expects `inputs` to be a dict containing the keys `images` and `text`.");
        }

        string text = ToolkitInput.Text(inputs["text"]);
        JsonNode? images = inputs["images"] ?? inputs["image"];
        string[] seen = [.. (images is JsonArray list ? list : (IEnumerable<JsonNode?>)[images]).Select(image =>
            new ImageView(input.Image(image)).Describe())];
        string answer = input.Models.Limit(" " + string.Join(" and ", seen), GenerationLimits.From(input.Parameters).Max);
        bool full = input.Parameters.Flag("return_full_text") ?? true;
        return new JsonArray(new JsonObject { ["input_text"] = text, ["generated_text"] = full ? text + answer : answer.TrimStart() });
    }
}

/// <summary>Describes a picture's size and colours.</summary>
internal sealed class ImageToText : IToolkitTask
{
    public IReadOnlyList<string> Names { get; } = ["image-to-text"];
    public InputKind Kind => InputKind.Image;

    public TaskSignature Signature { get; } = TaskSignature.ForPipeline(
        "ImageToTextPipeline", "max_new_tokens", "generate_kwargs", "generation_parameters", "generate_parameters", "prompt");

    public ToolkitOutput Run(ToolkitInput input)
    {
        GenerationLimits limits = GenerationLimits.From(input.Parameters);
        string prompt = input.Parameters.Text("prompt") is string given ? given + " " : "";
        JsonNode answer = input.Each(node => new JsonArray(new JsonObject
        {
            ["generated_text"] = prompt + input.Models.Limit(new ImageView(input.Image(node)).Describe(), limits.Max),
        }));
        return answer;
    }
}

/// <summary>Finds areas of one colour before the background; the label is the colour.</summary>
internal sealed class ObjectDetection : IToolkitTask
{
    private const double DefaultThreshold = 0.5;
    public IReadOnlyList<string> Names { get; } = ["object-detection"];
    public InputKind Kind => InputKind.Image;
    public TaskSignature Signature { get; } = TaskSignature.ForPipeline("ObjectDetectionPipeline", "threshold");

    public ToolkitOutput Run(ToolkitInput input)
    {
        double threshold = input.Parameters.Fraction("threshold") ?? DefaultThreshold;
        return input.Each(node =>
            DetectionJson.List(new ImageView(input.Image(node)).Objects.Select(region => (region, region.Colour)), threshold));
    }
}
