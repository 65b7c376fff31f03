using System.Text.Json.Nodes;
using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Engines;

/// <summary>Says which of any labels fit a picture, by the colours, the brightness and the form they speak of.</summary>
internal sealed class ZeroShotImageClassification : IToolkitTask
{
    private const double Sharpness = 6;
    private const double DescriptionWeight = 0.2;

    public IReadOnlyList<string> Names { get; } = ["zero-shot-image-classification"];

    public InputKind Kind => InputKind.Image;

    public TaskSignature Signature { get; } = TaskSignature.Of("ZeroShotImageClassificationPipeline", "candidate_labels", "hypothesis_template", "tokenizer_kwargs");

    public ToolkitOutput Run(ToolkitInput input)
    {
        IReadOnlyList<string> labels = input.Parameters.Texts("candidate_labels") ?? (input.Inputs is JsonObject fields ? new TaskParameters(fields).Texts("candidate_labels") : null)
            ?? throw new ToolkitException("The `candidate_labels` argument is required.");
        string template = input.Parameters.Text("hypothesis_template") ?? "This is a photo of {}.";
        return labels.Count > 0
            ? input.Each(node => ScoreJson.List(Score(input.Models, new ImageView(input.Image(node)), labels, template)))
            : throw new ToolkitException("You must include at least one label.");
    }

    private static IEnumerable<LabelScore> Score(IToyModels models, ImageView view, IReadOnlyList<string> labels, string template)
    {
        string description = view.Describe();
        double[] weights = [.. labels.Select(label => Math.Exp(Sharpness * Fit(models, view, description, label, template.Replace("{}", label, StringComparison.Ordinal))))];
        return labels.Select((label, index) => new LabelScore(label, weights[index] / weights.Sum())).OrderByDescending(score => score.Score);
    }

    private static double Fit(IToyModels models, ImageView view, string description, string label, string hypothesis)
    {
        double form = label.ToLowerInvariant().Split(' ').Sum(word => word switch
        {
            "dark" or "night" => 1 - view.Brightness,
            "bright" or "light" or "day" => view.Brightness,
            "landscape" or "wide" => view.Width > view.Height ? 0.5 : 0,
            "portrait" or "tall" => view.Height > view.Width ? 0.5 : 0,
            _ => 0.0,
        });
        double colour = models.ColoursIn(label).Sum(view.Share);
        return colour + form + (DescriptionWeight * models.Similarity(description, hypothesis));
    }
}
