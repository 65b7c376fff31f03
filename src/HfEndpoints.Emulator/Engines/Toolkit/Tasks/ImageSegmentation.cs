using System.Text.Json.Nodes;
using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Engines;

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

    public TaskSignature Signature { get; } = TaskSignature.Of("ImageSegmentationPipeline", "subtask", "threshold", "mask_threshold", "overlap_mask_area_threshold");

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
                : view.Objects.Select(region => (region.Colour, region.Pixels)).Concat(subtask == Panoptic ? [(view.Background, view.PixelsOf(view.Background))] : []);
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
