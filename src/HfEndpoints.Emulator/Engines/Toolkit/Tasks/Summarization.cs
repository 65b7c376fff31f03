using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Engines;

/// <summary>Summarizes a text by its own sentences.</summary>
internal sealed class Summarization : IToolkitTask
{
    private const int DefaultMaxWords = 60;

    public IReadOnlyList<string> Names { get; } = ["summarization"];

    public InputKind Kind => InputKind.Json;

    public TaskSignature Signature { get; } = TaskSignature.OfGeneration();

    public ToolkitOutput Run(ToolkitInput input)
    {
        GenerationLimits limits = GenerationLimits.From(input.Parameters);
        JsonNode answer = input.Each(node => new JsonObject
        {
            ["summary_text"] = input.Models.Summarize(ToolkitInput.Text(node), limits.Min, limits.Max ?? DefaultMaxWords),
        });
        return answer is JsonArray ? answer : new JsonArray(answer);
    }
}
