using System.Text.Json.Nodes;
using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Engines;

/// <summary>Finds the areas whose colour a label speaks of.</summary>
internal sealed class ZeroShotObjectDetection : IToolkitTask
{
    private const double DefaultThreshold = 0.1;

    public IReadOnlyList<string> Names { get; } = ["zero-shot-object-detection"];

    public InputKind Kind => InputKind.Image;

    public TaskSignature Signature { get; } = TaskSignature.Of("ZeroShotObjectDetectionPipeline", "candidate_labels", "threshold", "top_k");

    public ToolkitOutput Run(ToolkitInput input)
    {
        TaskParameters? fields = input.Inputs is JsonObject given ? new TaskParameters(given) : null;
        IReadOnlyList<string> labels = input.Parameters.Texts("candidate_labels") ?? fields?.Texts("candidate_labels")
            ?? throw new ToolkitException("ZeroShotObjectDetectionPipeline.__call__() missing 1 required argument: 'candidate_labels'");
        double threshold = input.Parameters.Fraction("threshold") ?? DefaultThreshold;
        int top = input.Parameters.Positive("top_k") ?? int.MaxValue;
        var found = from region in new ImageView(input.Image(input.Inputs)).Objects
                    from label in labels
                    where input.Models.ColoursIn(label).Contains(region.Colour)
                    select (region, label);
        return new JsonArray([.. DetectionJson.List(found, threshold).Take(top).Select(node => node!.DeepClone())]);
    }
}
