using System.Text.Json.Nodes;
using HfEndpoints.Emulator.Models;

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
        JsonNode vectors = sentences is JsonArray list ? new JsonArray([.. list.Select(Embed)]) : Embed(sentences);
        return input.IsHubShaped ? vectors : new JsonObject { ["embeddings"] = vectors };
    }

    private static JsonNode Embed(JsonNode? node) => VectorJson.Of(EmbeddingModel.Embed(ToolkitInput.Text(node)));
}
