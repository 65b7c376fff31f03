using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Engines;

/// <summary>Classifies text: its language or topic when the model's name speaks of these, else its sentiment.</summary>
internal sealed class TextClassification : IToolkitTask
{
    public IReadOnlyList<string> Names { get; } = ["text-classification", "sentiment-analysis"];

    public InputKind Kind => InputKind.Json;

    public TaskSignature Signature { get; } = TaskSignature.OfTokenizer("top_k", "function_to_apply", "return_all_scores");

    public ToolkitOutput Run(ToolkitInput input)
    {
        bool ranks = input.Parameters.Has("top_k") || input.Parameters.Flag("return_all_scores") == true;
        if (input.Inputs is JsonArray)
        {
            return input.Each(node => ranks || input.IsHubShaped
                ? Ranking(input, node, ranks ? int.MaxValue : 1)
                : Ranking(input, node, 1)[0]!.DeepClone());
        }

        // A single text has a flat list; the hub's mode adds a dimension and ranks.
        int fallback = input.Parameters.Flag("return_all_scores") == true ? int.MaxValue : input.IsHubShaped ? ScoreJson.DefaultTop : 1;
        JsonArray ranking = Ranking(input, input.Inputs, fallback);
        return input.IsHubShaped ? new JsonArray(ranking) : ranking;
    }

    private static JsonArray Ranking(ToolkitInput input, JsonNode? node, int fallback)
    {
        string text = node is JsonObject pair ? ToolkitInput.Text(pair["text"]) : ToolkitInput.Text(node);
        return ScoreJson.Top(input.Models.Classify(input.Repository, text), input.Parameters, fallback);
    }
}
