using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Engines;

/// <summary>Does what a text's first words ask, as T5 models do: translate, summarize or answer; else goes on with the text.</summary>
internal sealed partial class Text2TextGeneration : IToolkitTask
{
    private const int DefaultNewTokens = 40;
    private const int LongestAnswer = 15;

    public IReadOnlyList<string> Names { get; } = ["text2text-generation"];

    public InputKind Kind => InputKind.Json;

    public TaskSignature Signature { get; } = TaskSignature.OfGeneration();

    public ToolkitOutput Run(ToolkitInput input)
    {
        JsonNode answer = input.Each(node => new JsonObject { ["generated_text"] = Generate(input.Models, ToolkitInput.Text(node), input.Parameters) });
        return answer is JsonArray ? answer : new JsonArray(answer);
    }

    private static string Generate(IToyModels models, string text, TaskParameters parameters)
    {
        GenerationLimits limits = GenerationLimits.From(parameters);
        if (TranslatePattern().Match(text) is { Success: true } translate
            && models.FindLanguage(translate.Groups[1].Value) is string from && models.FindLanguage(translate.Groups[2].Value) is string to)
        {
            return models.Limit(models.Translate(translate.Groups[3].Value, from, to), limits.Max);
        }

        if (SummarizePattern().Match(text) is { Success: true } summarize)
        {
            return models.Summarize(summarize.Groups[1].Value, limits.Min, limits.Max ?? DefaultNewTokens);
        }

        if (QuestionPattern().Match(text) is { Success: true } question
            && models.FindAnswers(question.Groups[1].Value, question.Groups[2].Value, limits.Max ?? LongestAnswer) is [FoundAnswer best, ..])
        {
            return best.Span.Text;
        }

        TaskParameters flat = parameters.Flatten();
        var options = new GenerationOptions
        {
            Prompt = text,
            MaxNewTokens = limits.Max ?? DefaultNewTokens,
            Sample = flat.Flag("do_sample") ?? false,
            Temperature = Temperature(flat),
            TopK = flat.Positive("top_k"),
            TopP = flat.Fraction("top_p"),
            Seed = (ulong)(flat.Long("seed") ?? 0),
        };
        return models.Generate(options).Text.Trim();
    }

    private static double Temperature(TaskParameters parameters) => parameters.Number("temperature") is not double given ? 1 : given > 0
        ? given
        : throw new ToolkitException(FormattableString.Invariant($"`temperature` (={given}) has to be a strictly positive float"));

    [GeneratedRegex(@"^\s*translate (\w+) to (\w+):\s*(.*)$", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex TranslatePattern();

    [GeneratedRegex(@"^\s*summari[sz]e:\s*(.*)$", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex SummarizePattern();

    [GeneratedRegex(@"^\s*question:\s*(.*?)\s*context:\s*(.*)$", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex QuestionPattern();
}
