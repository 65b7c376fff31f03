using System.Text.Json.Nodes;
using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Engines;

/// <summary>Finds names in a text, word by word or joined to whole names.</summary>
internal sealed class TokenClassification : IToolkitTask
{
    private static readonly string[] s_strategies = ["none", "simple", "first", "average", "max"];

    public IReadOnlyList<string> Names { get; } = ["token-classification", "ner"];

    public InputKind Kind => InputKind.Json;

    public TaskSignature Signature { get; } = TaskSignature.Of("TokenClassificationPipeline", "aggregation_strategy", "ignore_labels", "stride", "grouped_entities");

    public ToolkitOutput Run(ToolkitInput input)
    {
        string strategy = input.Parameters.Choice("aggregation_strategy", s_strategies) ?? (input.IsHubShaped ? "simple" : "none");
        IReadOnlyList<string> ignored = input.Parameters.Texts("ignore_labels") ?? [Entity.None];
        return input.Each(node =>
        {
            string text = ToolkitInput.Text(node);
            IReadOnlyList<Entity> words = input.Models.FindNames(text);
            return new JsonArray([.. strategy == "none" ? Words(words, ignored) : Groups(input.Models, text, words, ignored, strategy)]);
        });
    }

    private static IEnumerable<JsonNode> Words(IReadOnlyList<Entity> words, IReadOnlyList<string> ignored) =>
        from word in words
        let label = word.Kind == Entity.None ? word.Kind : "I-" + word.Kind
        where !ignored.Contains(label) && !ignored.Contains(word.Kind)
        select new JsonObject
        {
            ["entity"] = label,
            ["score"] = word.Score,
            ["index"] = word.Index,
            ["word"] = word.Word.Text,
            ["start"] = word.Word.Start,
            ["end"] = word.Word.End,
        };

    private static IEnumerable<JsonNode> Groups(IToyModels models, string text, IReadOnlyList<Entity> words, IReadOnlyList<string> ignored, string strategy)
    {
        for (int first = 0, last; first < words.Count; first = last + 1)
        {
            last = first;
            while (last + 1 < words.Count && words[last + 1].Kind == words[first].Kind && words[last + 1].Word.Start == words[last].Word.End + 1)
            {
                last++;
            }

            if (!ignored.Contains(words[first].Kind))
            {
                double[] scores = [.. words.Skip(first).Take(last - first + 1).Select(word => word.Score)];
                TextSpan name = models.Join(text, words[first].Word, words[last].Word);
                yield return new JsonObject
                {
                    ["entity_group"] = words[first].Kind,
                    ["score"] = strategy switch { "first" => scores[0], "max" => scores.Max(), _ => scores.Average() },
                    ["word"] = name.Text,
                    ["start"] = name.Start,
                    ["end"] = name.End,
                };
            }
        }
    }
}
