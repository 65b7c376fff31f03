namespace HfEndpoints.Emulator;

/// <summary>Reads the fields of a request whose server checks types leniently or in its own words; null counts as missing.</summary>
internal sealed class JsonFields(JsonObject json, OpenAiDialect dialect)
{
    public JsonObject Json { get; } = json;
    public OpenAiDialect Dialect => dialect;

    /// <summary>Whether a model that thinks may do so; a chat's arguments for the template can forbid it.</summary>
    public bool Thinks => (Json["chat_template_kwargs"] as JsonObject)?["enable_thinking"]?.ToString() != "false";
    public JsonNode? this[string name] => Json[name];
    public bool Has(string name) => Json[name] is not null;

    public string? Text(string name) => Read(name, JsonValueKind.String, FieldProblem.NotText)?.GetValue<string>();

    public long? Integer(string name) => Json[name] switch
    {
        null => null,
        JsonValue value when IsNumber(value)
            && value.TryGetValue(out double number) && number == Math.Floor(number) && Math.Abs(number) < 1e18 => (long)number,
        JsonNode other => throw dialect.BadField(name, FieldProblem.NotInteger, other),
    };

    public int? Count(string name) => Integer(name) is long value ? (int)Math.Clamp(value, int.MinValue, int.MaxValue) : null;
    public double? Number(string name) => Read(name, JsonValueKind.Number, FieldProblem.NotNumber)?.GetValue<double>();

    public bool? Flag(string name) =>
        Read(name, Json[name]?.GetValueKind() == JsonValueKind.True ? JsonValueKind.True : JsonValueKind.False, FieldProblem.NotFlag)?
            .GetValue<bool>();

    public JsonObject? Object(string name) => Read(name, JsonValueKind.Object, FieldProblem.NotObject)?.AsObject();
    public JsonArray? List(string name) => Read(name, JsonValueKind.Array, FieldProblem.NotList)?.AsArray();

    /// <summary>The fields of an object; none if it is missing.</summary>
    public JsonFields Part(string name) => new(Object(name) ?? [], dialect);

    /// <summary>One text or a list of them.</summary>
    public IReadOnlyList<string> Texts(string name) => Json[name] switch
    {
        null => [],
        JsonArray list =>
            [.. list.Select(item => IsText(item) ? item!.GetValue<string>() : throw dialect.BadField(name, FieldProblem.NotText, item))],
        JsonNode single => IsText(single) ? [single.GetValue<string>()] : throw dialect.BadField(name, FieldProblem.NotText, single),
    };

    /// <summary>A text or a list of token numbers, or a list of such: the shapes a prompt or an input may have.</summary>
    public IReadOnlyList<string> Inputs(string name) => Json[name] switch
    {
        null or JsonArray { Count: 0 } => throw dialect.BadField(name, FieldProblem.Missing, Json),
        JsonArray ids when ids.All(IsNumber) => [Decode(ids)],
        JsonArray list => [.. list.Select(item => item switch
        {
            JsonArray ids when ids.All(IsNumber) => Decode(ids),
            _ when IsText(item) => item!.GetValue<string>(),
            _ => throw dialect.BadField(name, FieldProblem.NotText, item),
        })],
        JsonNode single => IsText(single) ? [single.GetValue<string>()] : throw dialect.BadField(name, FieldProblem.NotText, single),
    };

    private JsonNode? Read(string name, JsonValueKind kind, FieldProblem problem) =>
        Json[name] is not JsonNode node || node.GetValueKind() == kind ? Json[name] : throw dialect.BadField(name, problem, node);

    private static bool IsText(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String;
    private static bool IsNumber(JsonNode? node) => node?.GetValueKind() == JsonValueKind.Number;

    /// <summary>The text of a list of token numbers.</summary>
    public static string Decode(JsonArray ids) => ToyModels.Detokenize(ids.Select(id => IsNumber(id) ? (int)id!.GetValue<double>() : 0));
}

/// <summary>What is wrong with a field of a request.</summary>
internal enum FieldProblem
{
    Missing,
    NotText,
    NotInteger,
    NotNumber,
    NotFlag,
    NotObject,
    NotList,
}

/// <summary>The sampling settings that chat and text completions share.</summary>
internal sealed class SamplingRequest(JsonFields fields)
{
    private const int MostChoices = 128;

    /// <summary>How many answers to make of one prompt; at most as many as OpenAI's API has.</summary>
    public int Choices { get; } = Math.Clamp(fields.Count("n") ?? 1, 1, MostChoices);
    public IReadOnlyList<string> Stop { get; } = fields.Texts("stop");
    public long? Seed { get; } = fields.Integer("seed");
    public double? Temperature { get; } = fields.Number("temperature");
    public double? TopP { get; } = fields.Number("top_p");
    public int? TopK { get; } = fields.Count("top_k");
    public double FrequencyPenalty { get; } = fields.Number("frequency_penalty") ?? 0;
    public double PresencePenalty { get; } = fields.Number("presence_penalty") ?? 0;
    public double RepetitionPenalty { get; } = fields.Number("repetition_penalty") ?? 1;

    /// <summary>
    /// How to write one of the choices. Without any setting that asks for chance the prompt alone decides, so that tests see the
    /// same text again; further choices differ.
    /// </summary>
    public GenerationOptions Options(string prompt, int maxTokens, int choice, ulong randomSeed)
    {
        bool samples = Temperature is not 0 && (Temperature is not null || Seed is not null || TopP is < 1 || choice > 0);
        return new GenerationOptions
        {
            Prompt = prompt,
            MaxNewTokens = maxTokens,
            Stop = Stop,
            KeepStop = false,
            Sample = samples,
            Seed = unchecked((Seed is long seed ? (ulong)seed : Temperature is > 0 ? randomSeed : 0) + (ulong)choice),
            Temperature = Temperature is > 0 ? Temperature.Value : 1,
            TopP = TopP is > 0 and < 1 ? TopP : null,
            TopK = TopK is > 0 ? TopK : null,
            FrequencyPenalty = FrequencyPenalty + PresencePenalty,
            RepetitionPenalty = RepetitionPenalty > 0 ? RepetitionPenalty : 1,
        };
    }
}
