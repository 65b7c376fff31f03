using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Engines;

/// <summary>Finds areas of one colour before the background; the label is the colour.</summary>
internal sealed class ObjectDetection : IToolkitTask
{
    private const double DefaultThreshold = 0.5;

    public IReadOnlyList<string> Names { get; } = ["object-detection"];

    public InputKind Kind => InputKind.Image;

    public TaskSignature Signature { get; } = TaskSignature.Of("ObjectDetectionPipeline", "threshold");

    public ToolkitOutput Run(ToolkitInput input)
    {
        double threshold = input.Parameters.Fraction("threshold") ?? DefaultThreshold;
        return input.Each(node => DetectionJson.List(new ImageView(input.Image(node)).Objects.Select(region => (region, region.Colour)), threshold));
    }
}
