using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Engines;

/// <summary>Fills the gaps of a text, each by itself.</summary>
internal sealed partial class FillMask : IToolkitTask
{
    public IReadOnlyList<string> Names { get; } = ["fill-mask"];

    public InputKind Kind => InputKind.Json;

    public TaskSignature Signature { get; } = TaskSignature.Of("FillMaskPipeline", "targets", "top_k", "tokenizer_kwargs");

    public ToolkitOutput Run(ToolkitInput input) => input.Each(node => Fill(input.Models, ToolkitInput.Text(node), input.Parameters));

    private static JsonNode Fill(IToyModels models, string text, TaskParameters parameters)
    {
        IReadOnlyList<string>? targets = parameters.Texts("targets");
        if (targets is { Count: 0 })
        {
            throw new ToolkitException("At least one target must be provided when passed.");
        }

        JsonNode[] gaps = [.. MaskPattern().Matches(text).Select(mask => Gap(models, text, mask, targets, parameters.Positive("top_k") ?? ScoreJson.DefaultTop))];
        return gaps.Length switch
        {
            0 => throw new ToolkitException("No mask_token ([MASK]) found on the input"),
            1 => gaps[0],
            _ => new JsonArray(gaps),
        };
    }

    private static JsonArray Gap(IToyModels models, string text, Match mask, IReadOnlyList<string>? targets, int top)
    {
        string after = text[(mask.Index + mask.Length)..];
        IEnumerable<LabelScore> words = models.FillGap(MaskPattern().Replace(text[..mask.Index], ""), after, targets).Take(top);
        return new JsonArray([.. words.Select(word => new JsonObject
        {
            ["score"] = word.Score,
            ["token"] = models.TokenId(" " + word.Label),
            ["token_str"] = word.Label,
            ["sequence"] = text[..mask.Index] + word.Label + after,
        })]);
    }

    [GeneratedRegex(@"\[MASK\]|<mask>")]
    private static partial Regex MaskPattern();
}
