namespace HfEndpoints.Emulator;

/// <summary>The tasks that fit labels given in the request.</summary>
internal static class ZeroShotTasks
{
    private const string DefaultTemplate = "This example is {}.";
    private const double TextSharpness = 9;
    private const double TemplateSharpness = 2;
    private const double MultiSharpness = 20;
    private const double MultiMiddle = 0.12;
    private const double PictureSharpness = 6;
    private const double DescriptionWeight = 0.2;
    private const double DefaultThreshold = 0.1;

    /// <summary>Says which of the given labels fit a text, by what label and text mean.</summary>
    public static object ClassifyText(ToolkitInput input)
    {
        JsonNode? sequences = input.Inputs is JsonObject fields ? fields["text"] ?? fields["sequences"] : input.Inputs;
        IReadOnlyList<string>? given = input.Parameters.Texts("candidate_labels") ?? input.Parameters.Texts("candidateLabels");
        Refuse.If(sequences is null || given is null, () => new ToolkitException(
                "zero-shot-classification expects `inputs` to be either a string or a dict containing the key `text` or `sequences`, "
                + "and `parameters` to be a dict containing either `candidate_labels` or `candidateLabels`."));
        // A single text may name the labels with commas between.
        string[] labels =
        [
            .. (given is [string one] ? one.Split(',') : given).Select(label => label.Trim()).Where(label => label.Length > 0),
        ];
        Refuse.If(
            labels.Length == 0 || sequences is JsonArray { Count: 0 },
            () => new ToolkitException("You must include at least one label and at least one sequence."));
        string template = Template(input.Parameters);
        bool multiple = input.Parameters.Flag("multi_label") ?? input.Parameters.Flag("multi_class") ?? false;
        if (sequences is JsonArray list)
        {
            return list.Select(ToolkitInput.Text).Select(one => Answer(one, Score(one, labels, template, multiple))).ToArray();
        }

        string text = ToolkitInput.Text(sequences);
        IReadOnlyList<LabelScore> scores = Score(text, labels, template, multiple);
        return input.IsHubShaped ? ScoreJson.List(scores) : Answer(text, scores);
    }

    private static object Answer(string text, IReadOnlyList<LabelScore> scores) =>
        new { sequence = text, labels = scores.Select(score => score.Label), scores = scores.Select(score => score.Score) };

    private static string Template(RequestParameters parameters)
    {
        string template = parameters.Text("hypothesis_template") ?? DefaultTemplate;
        return template.Contains("{}", StringComparison.Ordinal)
            ? template
            : throw new ToolkitException(
                $"The provided hypothesis_template \"{template}\" was not able to be formatted with the target labels. "
                + "Make sure the passed template includes formatting syntax such as {} where the label should go.");
    }

    private static string Hypothesis(string template, string label) => template.Replace("{}", label, StringComparison.Ordinal);

    private static IReadOnlyList<LabelScore> Score(string text, string[] labels, string template, bool multiple)
    {
        double[] fits = [.. labels.Select(label => ToyModels.Fit(text, label))];
        double[] logits = multiple
            ? [.. fits.Select(fit => MultiSharpness * (fit - MultiMiddle))]
            : [.. fits.Select((fit, index) =>
                (TextSharpness * fit) + (TemplateSharpness * ToyModels.Similarity(text, Hypothesis(template, labels[index]))))];
        double sum = logits.Sum(Math.Exp);
        return [.. labels
            .Select((label, index) => new LabelScore(label, multiple ? 1 / (1 + Math.Exp(-logits[index])) : Math.Exp(logits[index]) / sum))
            .OrderByDescending(score => score.Score)];
    }

    /// <summary>Says which of the given labels fit a picture, by the colours, the brightness and the form they mention.</summary>
    public static object ClassifyPicture(ToolkitInput input)
    {
        IReadOnlyList<string> labels = input.Parameters.Texts("candidate_labels")
            ?? (input.Inputs is JsonObject fields ? new RequestParameters(fields).Texts("candidate_labels") : null)
            ?? throw new ToolkitException("The `candidate_labels` argument is required.");
        string template = input.Parameters.Text("hypothesis_template") ?? "This is a photo of {}.";
        return labels.Count > 0
            ? input.Each(node => ScoreJson.List(Score(new ImageView(input.Image(node)), labels, template)))
            : throw new ToolkitException("You must include at least one label.");
    }

    private static IEnumerable<LabelScore> Score(ImageView view, IReadOnlyList<string> labels, string template)
    {
        string description = view.Describe();
        double[] weights = [.. labels.Select(label =>
            Math.Exp(PictureSharpness * Fit(view, description, label, template.Replace("{}", label, StringComparison.Ordinal))))];
        return labels.Select((label, index) => new LabelScore(label, weights[index] / weights.Sum()))
            .OrderByDescending(score => score.Score);
    }

    private static double Fit(ImageView view, string description, string label, string hypothesis)
    {
        double form = label.ToLowerInvariant().Split(' ').Sum(word => word switch
        {
            "dark" or "night" => 1 - view.Brightness,
            "bright" or "light" or "day" => view.Brightness,
            "landscape" or "wide" => view.Width > view.Height ? 0.5 : 0,
            "portrait" or "tall" => view.Height > view.Width ? 0.5 : 0,
            _ => 0.0,
        });
        double colour = ToyModels.ColoursIn(label).Sum(view.Share);
        return colour + form + (DescriptionWeight * ToyModels.Similarity(description, hypothesis));
    }

    /// <summary>Finds the areas whose colour a label mentions.</summary>
    public static object Detect(ToolkitInput input)
    {
        RequestParameters? fields = input.Inputs is JsonObject given ? new RequestParameters(given) : null;
        IReadOnlyList<string> labels = input.Parameters.Texts("candidate_labels") ?? fields?.Texts("candidate_labels")
            ?? throw new ToolkitException("ZeroShotObjectDetectionPipeline.__call__() missing 1 required argument: 'candidate_labels'");
        double threshold = input.Parameters.Fraction("threshold") ?? DefaultThreshold;
        int top = input.Parameters.Positive("top_k") ?? int.MaxValue;
        var found = from region in new ImageView(input.Image(input.Inputs)).Objects
                    from label in labels
                    where ToyModels.ColoursIn(label).Contains(region.Colour)
                    select (region, label);
        return PictureTasks.Detections(found, threshold).Take(top);
    }
}
