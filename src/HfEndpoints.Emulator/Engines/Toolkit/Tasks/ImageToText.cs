using System.Text.Json.Nodes;
using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Engines;

/// <summary>Describes a picture's size and colours.</summary>
internal sealed class ImageToText : IToolkitTask
{
    public IReadOnlyList<string> Names { get; } = ["image-to-text"];

    public InputKind Kind => InputKind.Image;

    public TaskSignature Signature { get; } = TaskSignature.Of(
        "ImageToTextPipeline", "max_new_tokens", "generate_kwargs", "generation_parameters", "generate_parameters", "prompt");

    public ToolkitOutput Run(ToolkitInput input)
    {
        GenerationLimits limits = GenerationLimits.From(input.Parameters);
        string prompt = input.Parameters.Text("prompt") is string given ? given + " " : "";
        JsonNode answer = input.Each(node => new JsonArray(new JsonObject
        {
            ["generated_text"] = prompt + input.Models.Limit(new ImageView(input.Image(node)).Describe(), limits.Max),
        }));
        return answer;
    }
}
