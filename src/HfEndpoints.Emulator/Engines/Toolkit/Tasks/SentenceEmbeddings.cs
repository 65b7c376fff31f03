using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Engines;

/// <summary>Gives one vector for a text.</summary>
internal sealed class SentenceEmbeddings : IToolkitTask
{
    public IReadOnlyList<string> Names { get; } = ["sentence-embeddings"];

    public InputKind Kind => InputKind.Json;

    public TaskSignature Signature => TaskSignature.Any;

    public ToolkitOutput Run(ToolkitInput input)
    {
        JsonNode? sentences = input.Inputs is JsonObject fields ? fields["sentences"] : input.Inputs;
        JsonNode vectors = sentences is JsonArray list ? new JsonArray([.. list.Select(node => Embed(input, node))]) : Embed(input, sentences);
        return input.IsHubShaped ? vectors : new JsonObject { ["embeddings"] = vectors };
    }

    private static JsonArray Embed(ToolkitInput input, JsonNode? node) => VectorJson.Of(input.Models.Embed(ToolkitInput.Text(node)));
}
