using System.Text.Json.Nodes;
using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Engines;

/// <summary>Gives a vector for each token of a text, half the token's own and half its text's.</summary>
internal sealed class FeatureExtraction : IToolkitTask
{
    public IReadOnlyList<string> Names { get; } = ["feature-extraction"];

    public InputKind Kind => InputKind.Json;

    public TaskSignature Signature { get; } = TaskSignature.OfTokenizer("return_tensors").WithHub("normalize", "dimensions");

    public ToolkitOutput Run(ToolkitInput input)
    {
        // The hub's clients put these beside the inputs.
        var beside = new TaskParameters(input.Body);
        bool normalize = input.Parameters.Flag("normalize") ?? beside.Flag("normalize") ?? false;
        int dimensions = Math.Min(input.Parameters.Positive("dimensions") ?? beside.Positive("dimensions") ?? input.Models.Dimensions, input.Models.Dimensions);
        // The pipeline keeps a dimension for the batch, which is always 1.
        return input.Each(node => input.IsHubShaped
            ? Tokens(input.Models, ToolkitInput.Text(node), normalize, dimensions)
            : new JsonArray(Tokens(input.Models, ToolkitInput.Text(node), normalize, dimensions)));
    }

    private static JsonArray Tokens(IToyModels models, string text, bool normalize, int dimensions)
    {
        float[] whole = models.Embed(text);
        IEnumerable<string> tokens = models.Tokenize(text).Prepend("");
        return new JsonArray([.. tokens.Select(token =>
        {
            float[] own = token.Length == 0 ? whole : models.Embed(token);
            float[] vector = [.. whole.Zip(own, (a, b) => (a + b) / 2).Take(dimensions)];
            return VectorJson.Of(normalize ? models.Normalize(vector) : vector);
        })]);
    }
}
