namespace HfEndpoints.Emulator;

/// <summary>The tasks that look at a picture: at its colours, and at its areas of one colour before the background.</summary>
internal static class PictureTasks
{
    private const byte Inside = 255;

    /// <summary>Classifies by colours: each one's score is its share of the pixels.</summary>
    public static object Classify(ToolkitInput input) =>
        input.Each(node => ScoreJson.Top(new ImageView(input.Image(node)).Shares, input.Parameters));

    /// <summary>Finds areas of one colour; the label is the colour.</summary>
    public static object Detect(ToolkitInput input)
    {
        double threshold = input.Parameters.Fraction("threshold") ?? 0.5;
        return input.Each(node =>
            Detections(new ImageView(input.Image(node)).Objects.Select(region => (region, region.Colour)), threshold).ToArray());
    }

    /// <summary>Areas as detectors answer them. A detector is the surer of an area the more of its box it fills.</summary>
    public static IEnumerable<object> Detections(IEnumerable<(Region Region, string Label)> found, double threshold) =>
        from entry in found
        let area = entry.Region
        let score = Math.Min(0.999, 0.3 + (0.7 * area.Fill))
        where score > threshold
        orderby score descending, area.Area descending
        let box = new { xmin = area.Left, ymin = area.Top, xmax = area.Right, ymax = area.Bottom }
        select new { score, label = entry.Label, box };

    /// <summary>Cuts a picture into areas of one colour, each with a mask of the picture's size.</summary>
    public static object Segment(ToolkitInput input)
    {
        string subtask = input.Parameters.Choice("subtask", "panoptic", "instance", "semantic") ?? "panoptic";
        double threshold = input.Parameters.Fraction("threshold") ?? 0.9;
        double maskThreshold = input.Parameters.Fraction("mask_threshold") ?? 0.5;
        // Areas never overlap here, so the parameter is checked and has nothing to do.
        input.Parameters.Fraction("overlap_mask_area_threshold");
        return input.Each(node =>
        {
            var view = new ImageView(input.Image(node));
            IEnumerable<(string Label, IReadOnlyList<int> Pixels)> areas = subtask == "semantic"
                ? view.Shares.Select(share => (share.Label, view.PixelsOf(share.Label)))
                : view.Objects.Select(region => (region.Colour, region.Pixels))
                    .Concat(subtask == "panoptic" ? [(view.Background, view.PixelsOf(view.Background))] : []);
            return areas.Select(area => Segment(input, view, area.Label, area.Pixels, subtask == "semantic", threshold, maskThreshold))
                .OfType<object>().ToArray();
        });
    }

    /// <summary>Continues a text by describing the pictures given with it.</summary>
    public static object ContinueText(ToolkitInput input)
    {
        if (input.Inputs is not JsonObject inputs || !inputs.ContainsKey("text"))
        {
            throw new ToolkitException("image-text-to-text expects `inputs` to be a dict containing the keys `images` and `text`.");
        }

        string text = ToolkitInput.Text(inputs["text"]);
        JsonNode? images = inputs["images"] ?? inputs["image"];
        IEnumerable<string> seen = (images is JsonArray list ? list : (IEnumerable<JsonNode?>)[images])
            .Select(image => new ImageView(input.Image(image)).Describe());
        string answer = ToyModels.Limit(" " + string.Join(" and ", seen), GenerationLimits.From(input.Parameters).Max);
        bool full = input.Parameters.Flag("return_full_text") ?? true;
        return new[] { new { input_text = text, generated_text = full ? text + answer : answer.TrimStart() } };
    }

    /// <summary>Describes a picture's size and colours.</summary>
    public static object Describe(ToolkitInput input)
    {
        int? most = GenerationLimits.From(input.Parameters).Max;
        string prompt = input.Parameters.Text("prompt") is string given ? given + " " : "";
        return input.Each(node =>
            new[] { new { generated_text = prompt + ToyModels.Limit(new ImageView(input.Image(node)).Describe(), most) } });
    }

    private static object? Segment(
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

        return new
        {
            // Semantic segmentation has no scores; the hub's clients get 1 for them.
            score = semantic ? input.IsHubShaped ? 1 : (double?)null : score,
            label,
            mask = Convert.ToBase64String(ToyModels.WriteMask(view.Width, view.Height, mask)),
        };
    }
}
