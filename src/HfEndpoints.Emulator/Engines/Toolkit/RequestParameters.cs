namespace HfEndpoints.Emulator;

/// <summary>The parameters of a request by their names on the wire; those that are null are as if not there.</summary>
internal sealed class RequestParameters(JsonObject json)
{
    private static readonly string[] s_nested = ["generate_kwargs", "generation_parameters", "generate_parameters"];
    public IEnumerable<string> Names => json.Where(pair => pair.Value is not null).Select(pair => pair.Key);
    public JsonNode? this[string name] => json[name];
    public bool Has(string name) => json[name] is not null;
    public string? Text(string name) => Read(name, JsonValueKind.String, "str") is JsonNode node ? node.GetValue<string>() : null;

    public int? Integer(string name) =>
        Number(name) is not double value ? null : value == Math.Floor(value) && Math.Abs(value) <= int.MaxValue
        ? (int)value
        : throw new ToolkitException($"`{name}` must be of type int, got float");

    public long? Long(string name) => Number(name) is double value ? (long)value : null;
    public double? Number(string name) => Read(name, JsonValueKind.Number, "a number") is JsonNode node ? Convert(node) : null;

    public bool? Flag(string name) => json[name] switch
    {
        null => null,
        JsonNode node when node.GetValueKind() is JsonValueKind.True or JsonValueKind.False => node.GetValue<bool>(),
        JsonNode node => throw Wrong(name, "bool", node),
    };

    /// <summary>A count that must be at least 1.</summary>
    public int? Positive(string name) => Integer(name) is not int value ? null : value >= 1
        ? value
        : throw new ToolkitException($"`{name}` has to be a strictly positive integer, but is {value}");

    /// <summary>A fraction from 0 to 1.</summary>
    public double? Fraction(string name) => Number(name) is not double value ? null : value is >= 0 and <= 1
        ? value
        : throw new ToolkitException(FormattableString.Invariant($"`{name}` has to be between 0 and 1, but is {value}"));

    /// <summary>One of a few words.</summary>
    public string? Choice(string name, params string[] choices) => Text(name) is not string value ? null : choices.Contains(value)
        ? value
        : throw new ToolkitException(
            $"Unrecognized `{name}`: '{value}'. Must be one of {string.Join(", ", choices.Select(choice => $"'{choice}'"))}");

    /// <summary>A list of texts; a single text counts as a list of one.</summary>
    public IReadOnlyList<string>? Texts(string name) => json[name] switch
    {
        null => null,
        JsonArray list when list.All(item => item?.GetValueKind() == JsonValueKind.String) =>
            [.. list.Select(item => item!.GetValue<string>())],
        JsonNode node when node.GetValueKind() == JsonValueKind.String => [node.GetValue<string>()],
        JsonNode node => throw Wrong(name, "str or List[str]", node),
    };

    /// <summary>The parameters, with those of generation moved up from the object in which they may be nested.</summary>
    public RequestParameters Flatten()
    {
        var flat = new JsonObject();
        foreach ((string name, JsonNode? value) in json)
        {
            if (s_nested.Contains(name))
            {
                foreach ((string inner, JsonNode? setting) in value as JsonObject ?? throw Wrong(name, "dict", value))
                {
                    flat[inner] = setting?.DeepClone();
                }
            }
            else
            {
                flat[name] = value?.DeepClone();
            }
        }

        return new RequestParameters(flat);
    }

    private JsonNode? Read(string name, JsonValueKind kind, string type) =>
        json[name] is not JsonNode node || node.GetValueKind() == kind ? json[name] : throw Wrong(name, type, node);

    private static double Convert(JsonNode node) => node.AsValue().TryGetValue(out double value) ? value : node.GetValue<int>();

    private static ToolkitException Wrong(string name, string type, JsonNode? value) =>
        new($"`{name}` must be of type {type}, got {PythonText.TypeOf(value)}");
}

/// <summary>How long generated text may and must be, in tokens.</summary>
internal sealed record GenerationLimits(int Min, int? Max)
{
    public static GenerationLimits From(RequestParameters parameters)
    {
        RequestParameters flat = parameters.Flatten();
        int? max = flat.Positive("max_new_tokens") ?? flat.Positive("max_length");
        int min = flat.Integer("min_new_tokens") ?? flat.Integer("min_length") ?? 0;
        return min >= 0 && !(min > max)
            ? new GenerationLimits(min, max)
            : throw new ToolkitException(
                $"Unfeasible length constraints: `min_length` ({min}) is larger than the maximum possible length ({max})");
    }
}

/// <summary>Labels with scores as classifiers answer them.</summary>
internal static class ScoreJson
{
    public const int DefaultTop = 5;
    private static readonly string[] s_functions = ["softmax", "sigmoid", "none"];
    public static object[] List(IEnumerable<LabelScore> scores) =>
        [.. scores.Select(score => new { label = score.Label, score = score.Score })];

    /// <summary>The best scores, as the parameters top_k and function_to_apply ask.</summary>
    public static object[] Top(IEnumerable<LabelScore> scores, RequestParameters parameters, int fallback = DefaultTop) =>
        List(Apply(scores, parameters).Take(parameters.Positive("top_k") ?? fallback));

    /// <summary>The scores after another function than softmax, when one is asked for.</summary>
    public static IEnumerable<LabelScore> Apply(IEnumerable<LabelScore> scores, RequestParameters parameters)
    {
        string function = parameters.Choice("function_to_apply", s_functions) ?? "softmax";
        return scores.Select(score => function switch
        {
            // A softmax's input is the logarithm of its output, plus a constant.
            "none" => score with { Score = Math.Log(Math.Max(score.Score, 1e-12)) },
            "sigmoid" => score with { Score = score.Score / (1 + score.Score) },
            _ => score,
        });
    }
}
