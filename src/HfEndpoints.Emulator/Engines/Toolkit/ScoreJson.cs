namespace HfEndpoints.Emulator;

/// <summary>Labels with scores as classifiers answer them.</summary>
internal static class ScoreJson
{
    public const int DefaultTop = 5;
    private static readonly string[] s_functions = ["softmax", "sigmoid", "none"];
    private static JsonObject ToJson(LabelScore score) => new() { ["label"] = score.Label, ["score"] = score.Score };
    public static JsonArray List(IEnumerable<LabelScore> scores) => new([.. scores.Select(ToJson)]);

    /// <summary>The best scores, as the parameters top_k and function_to_apply ask.</summary>
    public static JsonArray Top(IEnumerable<LabelScore> scores, RequestParameters parameters, int fallback = DefaultTop) =>
        List(Apply(scores, parameters).Take(parameters.Positive("top_k") ?? fallback));

    /// <summary>The scores after another function than softmax, when one is asked for.</summary>
    public static IEnumerable<LabelScore> Apply(IEnumerable<LabelScore> scores, RequestParameters parameters)
    {
        string function = parameters.Choice("function_to_apply", s_functions) ?? "softmax";
        return scores.Select(score => function switch
        {
            // A softmax's input is the logarithm of its output, but for a constant.
            "none" => score with { Score = Math.Log(Math.Max(score.Score, 1e-12)) },
            "sigmoid" => score with { Score = score.Score / (1 + score.Score) },
            _ => score,
        });
    }
}
