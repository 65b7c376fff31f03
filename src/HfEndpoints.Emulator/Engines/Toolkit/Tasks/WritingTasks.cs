namespace HfEndpoints.Emulator;

/// <summary>The tasks that write a text.</summary>
internal static partial class WritingTasks
{
    private const int DefaultContinuation = 256;
    private const int DefaultSummaryWords = 60;
    private const int DefaultAnswer = 40;
    private const int LongestAnswer = 15;

    /// <summary>Text generation as the pipeline does it: no stream, no details, and its own parameters only.</summary>
    public static object Continue(ToolkitInput input)
    {
        RequestParameters parameters = input.Parameters.Flatten();
        if (input.Inputs is JsonArray { Count: > 0 } messages && messages.All(message => message is JsonObject))
        {
            return Converse(messages, prompt => Write(prompt, parameters));
        }

        bool full = parameters.Flag("return_full_text") ?? true;
        // One prompt gives a list with one result, several prompts give a list of such lists.
        return input.Each(node =>
        {
            string prompt = ToolkitInput.Text(node);
            return new[] { new { generated_text = (full ? prompt : "") + Write(prompt, parameters) } };
        });
    }

    /// <summary>Adds the assistant's message to a conversation.</summary>
    public static object Converse(JsonArray messages, Func<string, string> write)
    {
        string content = write(string.Join('\n', messages.Select(message => ToolkitInput.Text(message!["content"])))).TrimStart();
        return new[] { new { generated_text = messages.Append<object?>(new { role = "assistant", content }) } };
    }

    private static string Write(string prompt, RequestParameters parameters)
    {
        GenerationLimits limits = GenerationLimits.From(parameters);
        double temperature = parameters.Number("temperature") ?? 1;
        bool samples = parameters.Flag("do_sample") ?? false;
        return temperature > 0
            ? ToyModels.Generate(new GenerationOptions
            {
                Prompt = prompt,
                MaxNewTokens = limits.Max ?? DefaultContinuation,
                Stop = parameters.Texts("stop_sequence") ?? parameters.Texts("stop_strings") ?? [],
                Sample = samples,
                Temperature = temperature,
                TopK = parameters.Positive("top_k"),
                TopP = parameters.Fraction("top_p") is > 0 and < 1 and double share ? share : null,
                RepetitionPenalty = parameters.Number("repetition_penalty") is > 0 and double penalty ? penalty : 1,
            }).Text
            : throw new ToolkitException(
                string.Create(CultureInfo.InvariantCulture, $"`temperature` (={temperature}) has to be a strictly positive float, ")
                    + "otherwise your next token scores will be invalid. If you're looking for greedy decoding strategies, set "
                        + "`do_sample=False`.");
    }

    /// <summary>Summarizes a text by its own sentences.</summary>
    public static object Summarize(ToolkitInput input)
    {
        GenerationLimits limits = GenerationLimits.From(input.Parameters);
        return input.EachInList(node =>
            new { summary_text = ToyModels.Summarize(ToolkitInput.Text(node), limits.Min, limits.Max ?? DefaultSummaryWords) });
    }

    /// <summary>Does what a text's first words ask, as T5 models do: translate, summarize or answer; else continues it.</summary>
    public static object Follow(ToolkitInput input) =>
        input.EachInList(node => new { generated_text = Generate(ToolkitInput.Text(node), input.Parameters) });

    private static string Generate(string text, RequestParameters parameters)
    {
        GenerationLimits limits = GenerationLimits.From(parameters);
        if (TranslatePattern().Match(text) is { Success: true } translate
            && ToyModels.FindLanguage(translate.Groups[1].Value) is string from
            && ToyModels.FindLanguage(translate.Groups[2].Value) is string to)
        {
            return ToyModels.Limit(ToyModels.Translate(translate.Groups[3].Value, from, to), limits.Max);
        }

        if (SummarizePattern().Match(text) is { Success: true } summarize)
        {
            return ToyModels.Summarize(summarize.Groups[1].Value, limits.Min, limits.Max ?? DefaultAnswer);
        }

        if (QuestionPattern().Match(text) is { Success: true } question
            && ToyModels.FindAnswers(
                question.Groups[1].Value, question.Groups[2].Value, limits.Max ?? LongestAnswer) is [FoundAnswer best, ..])
        {
            return best.Span.Text;
        }

        RequestParameters flat = parameters.Flatten();
        var options = new GenerationOptions
        {
            Prompt = text,
            MaxNewTokens = limits.Max ?? DefaultAnswer,
            Sample = flat.Flag("do_sample") ?? false,
            Temperature = Temperature(flat),
            TopK = flat.Positive("top_k"),
            TopP = flat.Fraction("top_p"),
            Seed = (ulong)(flat.Long("seed") ?? 0),
        };
        return ToyModels.Generate(options).Text.Trim();
    }

    private static double Temperature(RequestParameters parameters) => parameters.Number("temperature") is not double given ? 1 : given > 0
        ? given
        : throw new ToolkitException(FormattableString.Invariant($"`temperature` (={given}) has to be a strictly positive float"));

    /// <summary>Translates by a dictionary, between the languages of the parameters, of the task's name or of the model's.</summary>
    public static object Translate(ToolkitInput input)
    {
        GenerationLimits limits = GenerationLimits.From(input.Parameters);
        (string from, string to) = Languages(input);
        return input.EachInList(node =>
            new { translation_text = ToyModels.Limit(ToyModels.Translate(ToolkitInput.Text(node), from, to), limits.Max) });
    }

    private static (string From, string To) Languages(ToolkitInput input)
    {
        Match named =
            new[] { TaskPattern().Match(input.Task), ModelPattern().Match(input.Repository) }.FirstOrDefault(match => match.Success)
            ?? Match.Empty;
        string from = input.Parameters.Text("src_lang") ?? (named.Success ? named.Groups[1].Value : "en");
        string to = input.Parameters.Text("tgt_lang") ?? (named.Success ? named.Groups[2].Value : "fr");
        return (Known(from), Known(to));
    }

    private static string Known(string language) => ToyModels.FindLanguage(language)
        ?? throw new ToolkitException(
            $"{language} is not a valid language code. Language codes must be one of {PythonText.List(ToyModels.Languages)}");

    [GeneratedRegex(@"^\s*translate (\w+) to (\w+):\s*(.*)$", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex TranslatePattern();

    [GeneratedRegex(@"^\s*summari[sz]e:\s*(.*)$", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex SummarizePattern();

    [GeneratedRegex(@"^\s*question:\s*(.*?)\s*context:\s*(.*)$", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex QuestionPattern();

    [GeneratedRegex("^translation_(en|fr|de)_to_(en|fr|de)$", RegexOptions.IgnoreCase)]
    private static partial Regex TaskPattern();

    [GeneratedRegex("(?<![a-z])(en|fr|de)[-_](?:to[-_])?(en|fr|de)(?![a-z])", RegexOptions.IgnoreCase)]
    private static partial Regex ModelPattern();
}
