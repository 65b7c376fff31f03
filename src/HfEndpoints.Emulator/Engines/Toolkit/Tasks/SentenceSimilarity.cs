using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Engines;

/// <summary>Says how near sentences are to one sentence in meaning.</summary>
internal sealed class SentenceSimilarity : IToolkitTask
{
    public IReadOnlyList<string> Names { get; } = ["sentence-similarity"];

    public InputKind Kind => InputKind.Json;

    public TaskSignature Signature => TaskSignature.Any;

    public ToolkitOutput Run(ToolkitInput input)
    {
        JsonObject? inputs = input.Inputs as JsonObject;
        string source = ToolkitInput.Text(inputs?["source_sentence"] ?? (inputs is null ? input.Inputs : throw Missing("source_sentence")));
        JsonArray sentences = inputs?["sentences"] as JsonArray ?? throw Missing("sentences");
        var similarities = new JsonArray([.. sentences.Select(sentence => JsonValue.Create(input.Models.Similarity(source, ToolkitInput.Text(sentence))))]);
        return input.IsHubShaped ? similarities : new JsonObject { ["similarities"] = similarities };
    }

    private static ToolkitException Missing(string name) =>
        new($"SentenceSimilarityPipeline.__call__() missing 1 required positional argument: '{name}'");
}
