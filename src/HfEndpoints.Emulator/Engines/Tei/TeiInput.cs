namespace HfEndpoints.Emulator;

/// <summary>Reads and checks the texts of a request: one or a batch, each a string or a list of token numbers.</summary>
internal sealed class TeiInput
{
    private const int SpecialTokens = 2;
    private readonly TeiSettings _settings;
    private readonly bool _truncate;
    private readonly bool _fromLeft;
    private readonly string _prefix;

    public TeiInput(TeiSettings settings, JsonObject options)
    {
        _settings = settings;
        _truncate = options["truncate"]?.GetValue<bool>() ?? settings.TruncatesByDefault;
        _fromLeft = options["truncation_direction"]?.ToString() is "Left" or "left";
        _prefix = Prefix(options["prompt_name"]?.ToString());
    }

    /// <summary>Letters of all texts read so far.</summary>
    public int Characters { get; private set; }

    /// <summary>Tokens of all texts read so far, with those at the start and the end.</summary>
    public int Tokens { get; private set; }

    /// <summary>The texts, with the prompt before them and cut to what the model takes.</summary>
    public IReadOnlyList<string> Read(JsonNode? inputs, string name = "inputs")
    {
        if (inputs is JsonArray list && (list.Count == 0 || !list.All(IsNumber)))
        {
            CheckBatch(list.Count, "Input validation error: `inputs` cannot be empty");
            return [.. list.Select(item => Check(Text(item, name)))];
        }

        return [Check(Text(inputs, name))];
    }

    /// <summary>A text as the model gets it.</summary>
    public string Check(string text)
    {
        Characters += text.Length;
        Refuse.If(text.Length == 0, () => TeiException.Empty("Input validation error: `inputs` cannot be empty"));
        IReadOnlyList<string> tokens = ToyModels.Tokenize(_prefix + text);
        int most = TeiSettings.MaxInputLength - SpecialTokens;
        if (tokens.Count > most)
        {
            Refuse.If(!_truncate, () => _settings.Invalid(
                    $"Input validation error: `inputs` must have less than {TeiSettings.MaxInputLength} tokens. Given: "
                        + $"{tokens.Count + SpecialTokens}"));
            tokens = [.. _fromLeft ? tokens.Skip(tokens.Count - most) : tokens.Take(most)];
        }

        Tokens += tokens.Count + SpecialTokens;
        return string.Concat(tokens);
    }

    public void CheckBatch(int size, string whenEmpty)
    {
        Refuse.If(size == 0, () => TeiException.Empty(whenEmpty));
        Refuse.If(
            size > _settings.MaxBatch, () => _settings.Invalid($"batch size {size} > maximum allowed batch size {_settings.MaxBatch}"));
    }

    /// <summary>What a request is answered with whose value has none of the forms it may have.</summary>
    public static PlainTextException Unreadable(string name, string what) => PlainTextException.Unprocessable($"{name}: {what}");

    private static string Text(JsonNode? node, string name) => node switch
    {
        JsonArray ids when ids.All(IsNumber) => ToyModels.Detokenize(ids.Select(id => (int)id!.GetValue<double>())),
        _ when node?.GetValueKind() == JsonValueKind.String => node.GetValue<string>(),
        _ => throw Unreadable(name, "data did not match any variant of untagged enum Input"),
    };

    private static bool IsNumber(JsonNode? node) => node?.GetValueKind() == JsonValueKind.Number;

    private string Prefix(string? name)
    {
        if (name is null)
        {
            return "";
        }

        IReadOnlyDictionary<string, string> prompts = _settings.Card.Prompts;
        Refuse.If(prompts.Count == 0, () => _settings.Invalid(
                $"Input validation error: `default-prompt-name` is set to `{name}` but no prompts were found in the Sentence Transformers "
                    + "configuration"));
        return prompts.GetValueOrDefault(name) ?? throw _settings.Invalid(
            $"Input validation error: `default-prompt-name` is set to `{name}` but it was not found in the Sentence Transformers prompts. "
                + $"Available prompts: [{string.Join(", ", prompts.Keys.Select(key => $"\"{key}\""))}]");
    }
}

/// <summary>The bodies that the server takes.</summary>
internal static class TeiBodies
{
    private static readonly Shape s_direction = Shape.Choice("Left", "Right", "left", "right");
    public static Shape Embed { get; } = Inputs().Optional(Shape.Flag, "normalize").Maybe(Shape.Count, "dimensions");
    public static Shape EmbedTokens { get; } = Inputs();

    public static Shape Predict { get; } = new ObjectShape()
        .Required(Shape.Any, "inputs").Maybe(Shape.Flag, "truncate").Optional(s_direction, "truncation_direction")
        .Optional(Shape.Flag, "raw_scores");

    public static Shape Rerank { get; } = new ObjectShape()
        .Required(Shape.Text, "query")
        .Required(Shape.List(Shape.Text), "texts")
        .Maybe(Shape.Flag, "truncate").Optional(s_direction, "truncation_direction").Optional(Shape.Flag, "raw_scores", "return_text");

    public static Shape Similarity { get; } = new ObjectShape()
        .Required("inputs", new ObjectShape().Required(Shape.Text, "source_sentence").Required(Shape.List(Shape.Text), "sentences"))
        .Maybe("parameters", new ObjectShape()
            .Maybe(Shape.Flag, "truncate").Optional(s_direction, "truncation_direction").Maybe(Shape.Text, "prompt_name"));

    public static Shape Tokenize { get; } = new ObjectShape()
        .Required(Shape.Any, "inputs").Optional(Shape.Flag, "add_special_tokens").Maybe(Shape.Text, "prompt_name");

    public static Shape Decode { get; } = new ObjectShape().Required(Shape.Any, "ids").Optional(Shape.Flag, "skip_special_tokens");

    public static Shape OpenAi { get; } = new ObjectShape()
        .Required(Shape.Any, "input").Maybe(Shape.Text, "model", "user")
        .Optional(Shape.Choice("float", "base64"), "encoding_format")
        .Maybe(Shape.Count, "dimensions");

    private static ObjectShape Inputs() => new ObjectShape()
        .Required(Shape.Any, "inputs").Maybe(Shape.Flag, "truncate").Optional(s_direction, "truncation_direction")
        .Maybe(Shape.Text, "prompt_name");
}

/// <summary>An answer that is only to be computed. It goes out with the headers in which the server accounts for it.</summary>
internal sealed record TeiAnswer(TeiInput Input, IReadOnlyList<string> Texts, Func<object> Make)
{
    public async Task SendAsync(EngineRequest request)
    {
        long start = request.Services.Clock.Mark();
        Refuse.If(GenerationFault.Find(request, Texts) is not null, () => TeiException.Backend("CUDA_ERROR_OUT_OF_MEMORY"));
        await request.ThinkAsync();
        object body = Make();
        request.CountPrompt(Input.Tokens);
        string elapsed = ((int)request.Services.Clock.RealTimeSince(start).TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        IHeaderDictionary headers = request.Context.Response.Headers;
        headers["x-compute-type"] = request.Spec.Accelerator == "gpu" ? "gpu+optimized" : "cpu+optimized";
        headers["x-compute-characters"] = Input.Characters.ToString(CultureInfo.InvariantCulture);
        headers["x-compute-tokens"] = Input.Tokens.ToString(CultureInfo.InvariantCulture);
        headers["x-compute-time"] = headers["x-total-time"] = headers["x-inference-time"] = elapsed;
        headers["x-tokenization-time"] = headers["x-queue-time"] = "0";
        await request.Context.AnswerJsonAsync(body);
    }
}
