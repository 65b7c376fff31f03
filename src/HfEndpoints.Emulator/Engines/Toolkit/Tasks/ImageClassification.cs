using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Engines;

/// <summary>Classifies a picture by its colours: each one's score is its share of the pixels.</summary>
internal sealed class ImageClassification : IToolkitTask
{
    public IReadOnlyList<string> Names { get; } = ["image-classification"];

    public InputKind Kind => InputKind.Image;

    public TaskSignature Signature { get; } = TaskSignature.Of("ImageClassificationPipeline", "top_k", "function_to_apply");

    public ToolkitOutput Run(ToolkitInput input) => input.Each(node => ScoreJson.Top(new ImageView(input.Image(node)).Shares, input.Parameters));
}
