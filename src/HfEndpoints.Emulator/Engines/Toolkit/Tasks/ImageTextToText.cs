using System.Text.Json.Nodes;
using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Engines;

/// <summary>Goes on with a text by describing the pictures given with it.</summary>
internal sealed class ImageTextToText : IToolkitTask
{
    public IReadOnlyList<string> Names { get; } = ["image-text-to-text", "any-to-any"];

    public InputKind Kind => InputKind.Json;

    public TaskSignature Signature { get; } = TaskSignature.OfGeneration("return_full_text", "stop_sequence");

    public ToolkitOutput Run(ToolkitInput input)
    {
        if (input.Inputs is not JsonObject inputs || !inputs.ContainsKey("text"))
        {
            throw new ToolkitException("image-text-to-text expects `inputs` to be a dict containing the keys `images` and `text`.");
        }

        string text = ToolkitInput.Text(inputs["text"]);
        JsonNode? images = inputs["images"] ?? inputs["image"];
        string[] seen = [.. (images is JsonArray list ? list : (IEnumerable<JsonNode?>)[images]).Select(image => new ImageView(input.Image(image)).Describe())];
        string answer = input.Models.Limit(" " + string.Join(" and ", seen), GenerationLimits.From(input.Parameters).Max);
        bool full = input.Parameters.Flag("return_full_text") ?? true;
        return new JsonArray(new JsonObject { ["input_text"] = text, ["generated_text"] = full ? text + answer : answer.TrimStart() });
    }
}
