namespace HfEndpoints.Emulator;

/// <summary>Fills the gaps of a text, each by itself.</summary>
internal sealed partial class FillMask : IToolkitTask
{
    public IReadOnlyList<string> Names { get; } = ["fill-mask"];
    public InputKind Kind => InputKind.Json;
    public TaskSignature Signature { get; } = TaskSignature.ForPipeline("FillMaskPipeline", "targets", "top_k", "tokenizer_kwargs");
    public ToolkitOutput Run(ToolkitInput input) => input.Each(node => Fill(input.Models, ToolkitInput.Text(node), input.Parameters));

    private static JsonNode Fill(IToyModels models, string text, RequestParameters parameters)
    {
        IReadOnlyList<string>? targets = parameters.Texts("targets");
        if (targets is { Count: 0 })
        {
            throw new ToolkitException("At least one target must be provided when passed.");
        }

        JsonNode[] gaps = [.. MaskPattern().Matches(text).Select(mask =>
            Gap(models, text, mask, targets, parameters.Positive("top_k") ?? ScoreJson.DefaultTop))];
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

/// <summary>Summarizes a text by its own sentences.</summary>
internal sealed class Summarization : IToolkitTask
{
    private const int DefaultMaxWords = 60;
    public IReadOnlyList<string> Names { get; } = ["summarization"];
    public InputKind Kind => InputKind.Json;
    public TaskSignature Signature { get; } = TaskSignature.ForGeneration();

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

/// <summary>Does what a text's first words ask, as T5 models do: translate, summarize or answer; otherwise continues the text.</summary>
internal sealed partial class Text2TextGeneration : IToolkitTask
{
    private const int DefaultNewTokens = 40;
    private const int LongestAnswer = 15;
    public IReadOnlyList<string> Names { get; } = ["text2text-generation"];
    public InputKind Kind => InputKind.Json;
    public TaskSignature Signature { get; } = TaskSignature.ForGeneration();

    public ToolkitOutput Run(ToolkitInput input)
    {
        JsonNode answer = input.Each(node =>
            new JsonObject { ["generated_text"] = Generate(input.Models, ToolkitInput.Text(node), input.Parameters) });
        return answer is JsonArray ? answer : new JsonArray(answer);
    }

    private static string Generate(IToyModels models, string text, RequestParameters parameters)
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
            && models.FindAnswers(
                question.Groups[1].Value, question.Groups[2].Value, limits.Max ?? LongestAnswer) is [FoundAnswer best, ..])
        {
            return best.Span.Text;
        }

        RequestParameters flat = parameters.Flatten();
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

    private static double Temperature(RequestParameters parameters) => parameters.Number("temperature") is not double given ? 1 : given > 0
        ? given
        : throw new ToolkitException(FormattableString.Invariant($"`temperature` (={given}) has to be a strictly positive float"));

    [GeneratedRegex(@"^\s*translate (\w+) to (\w+):\s*(.*)$", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex TranslatePattern();

    [GeneratedRegex(@"^\s*summari[sz]e:\s*(.*)$", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex SummarizePattern();

    [GeneratedRegex(@"^\s*question:\s*(.*?)\s*context:\s*(.*)$", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex QuestionPattern();
}

/// <summary>Translates by a dictionary, between the languages of the parameters, of the task's name or of the model's.</summary>
internal sealed partial class Translation : IToolkitTask
{
    public IReadOnlyList<string> Names { get; } = ["translation"];
    public InputKind Kind => InputKind.Json;
    public TaskSignature Signature { get; } = TaskSignature.ForGeneration("src_lang", "tgt_lang");

    public ToolkitOutput Run(ToolkitInput input)
    {
        GenerationLimits limits = GenerationLimits.From(input.Parameters);
        (string from, string to) = Languages(input);
        JsonNode answer = input.Each(node => new JsonObject
        {
            ["translation_text"] = input.Models.Limit(input.Models.Translate(ToolkitInput.Text(node), from, to), limits.Max),
        });
        return answer is JsonArray ? answer : new JsonArray(answer);
    }

    private static (string From, string To) Languages(ToolkitInput input)
    {
        Match named =
            new[] { TaskPattern().Match(input.Task), ModelPattern().Match(input.Repository) }.FirstOrDefault(match => match.Success)
            ?? Match.Empty;
        string from = input.Parameters.Text("src_lang") ?? (named.Success ? named.Groups[1].Value : "en");
        string to = input.Parameters.Text("tgt_lang") ?? (named.Success ? named.Groups[2].Value : "fr");
        return (Known(input.Models, from), Known(input.Models, to));
    }

    private static string Known(IToyModels models, string language) => models.FindLanguage(language)
        ?? throw new ToolkitException(
            $"{language} is not a valid language code. Language codes must be one of {PythonText.List(models.Languages)}");

    [GeneratedRegex("^translation_(en|fr|de)_to_(en|fr|de)$", RegexOptions.IgnoreCase)]
    private static partial Regex TaskPattern();

    [GeneratedRegex("(?<![a-z])(en|fr|de)[-_](?:to[-_])?(en|fr|de)(?![a-z])", RegexOptions.IgnoreCase)]
    private static partial Regex ModelPattern();
}
