using System.Globalization;
using System.Text.Json.Nodes;
using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Engines;

/// <summary>Answers questions about a picture's colours, areas and size.</summary>
internal sealed class VisualQuestionAnswering : IToolkitTask
{
    private const double Sure = 0.95;

    public IReadOnlyList<string> Names { get; } = ["visual-question-answering"];

    public InputKind Kind => InputKind.Image;

    public TaskSignature Signature { get; } = TaskSignature.Of("VisualQuestionAnsweringPipeline", "top_k", "truncation", "padding");

    public ToolkitOutput Run(ToolkitInput input)
    {
        // The hub's clients put the question beside the inputs.
        string question = ToolkitInput.Text((input.Inputs as JsonObject)?["question"] ?? input.Body["question"]);
        var view = new ImageView(input.Image(input.Inputs));
        IEnumerable<LabelScore> answers = Answer(input.Models, view, question).Take(input.Parameters.Positive("top_k") ?? ScoreJson.DefaultTop);
        return new JsonArray([.. answers.Select(answer => new JsonObject { ["score"] = answer.Score, ["answer"] = answer.Label })]);
    }

    private static IReadOnlyList<LabelScore> Answer(IToyModels models, ImageView view, string question)
    {
        IReadOnlyList<string> words = question.ToLowerInvariant().Split([' ', '?', '.', ',', '!'], StringSplitOptions.RemoveEmptyEntries);
        IReadOnlyList<string> colours = models.ColoursIn(question);
        if (words.Contains("how") && words.Contains("many"))
        {
            int count = view.Objects.Count(region => colours.Count == 0 || colours.Contains(region.Colour));
            return [new LabelScore(count.ToString(CultureInfo.InvariantCulture), Sure), new LabelScore((count + 1).ToString(CultureInfo.InvariantCulture), 1 - Sure)];
        }

        if (words.Contains("wide") || words.Contains("tall") || words.Contains("big") || words.Contains("size"))
        {
            string size = words.Contains("wide") ? $"{view.Width} pixels" : words.Contains("tall") ? $"{view.Height} pixels" : $"{view.Width} by {view.Height} pixels";
            return [new LabelScore(size, Sure)];
        }

        if (words is ["is" or "are" or "does" or "do" or "has" or "can", ..])
        {
            // Yes as far as the picture has the colours of the question.
            double yes = Math.Clamp(colours.Count == 0 ? 0.5 : colours.Min(colour => view.Share(colour) > 0 ? Sure : 1 - Sure), 0, 1);
            return [.. new[] { new LabelScore("yes", yes), new LabelScore("no", 1 - yes) }.OrderByDescending(answer => answer.Score)];
        }

        return words.Contains("background") ? [new LabelScore(view.Background, Sure)]
            : words.Contains("color") || words.Contains("colour") ? ObjectColours(view)
            : [new LabelScore(view.Describe(), Sure)];
    }

    /// <summary>The colours of the areas before the background, by their size; of a picture without any, all colours.</summary>
    private static IReadOnlyList<LabelScore> ObjectColours(ImageView view)
    {
        double sum = view.Objects.Sum(region => region.Area);
        return view.Objects.Count == 0 ? view.Shares
            :
            [
                .. view.Objects.GroupBy(region => region.Colour)
                    .Select(group => new LabelScore(group.Key, group.Sum(region => region.Area) / sum))
                    .OrderByDescending(answer => answer.Score),
            ];
    }
}
