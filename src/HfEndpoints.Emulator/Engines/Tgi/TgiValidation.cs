namespace HfEndpoints.Emulator;

/// <summary>The server's checks of a generate request, in its order and words.</summary>
internal static class TgiValidation
{
    private const int DefaultNewTokens = 1024;

    /// <summary>Checks a request and gives what remains of its prompt and how many tokens may be written.</summary>
    public static (string Prompt, int MaxNewTokens) Check(string inputs, TgiParameters parameters, bool stream, TgiLimits limits)
    {
        CheckBestOf(parameters, stream);
        Require(parameters.Temperature is null or > 0, "`temperature` must be strictly positive");
        Require(parameters.RepetitionPenalty is null or > 0, "`repetition_penalty` must be strictly positive");
        Require(parameters.FrequencyPenalty is null or (>= -2 and <= 2), "`frequency_penalty` must be >= -2.0 and <= 2.0");
        Require(parameters.TopP is null or (> 0 and < 1), "`top_p` must be > 0.0 and < 1.0");
        Require(parameters.TypicalP is null or (> 0 and < 1), "`typical_p` must be > 0.0 and < 1.0");
        Require(parameters.TopK is null or > 0, "`top_k` must be strictly positive");
        Require(parameters.MaxNewTokens is null or > 0, "`max_new_tokens` must be strictly positive");
        int stops = parameters.Stop.Count;
        Require(stops <= TgiLimits.MaxStopSequences, $"`stop` supports up to {TgiLimits.MaxStopSequences} stop sequences. Given: {stops}");
        int top = parameters.TopNTokens ?? 0;
        Require(top <= TgiLimits.MaxTopTokens, $"`top_n_tokens` must be >= 0 and <= {TgiLimits.MaxTopTokens}. Given: {top}");
        Require(
            parameters.Truncate is not int truncate || (truncate > 0 && truncate <= limits.InputTokens),
            $"`truncate` must be strictly positive and less than {limits.InputTokens}. Given: {parameters.Truncate}");
        Require(!(stream && parameters.DecoderInputDetails), "`decoder_input_details` == true is not supported when streaming tokens");
        Require(inputs.Length > 0, "`inputs` cannot be empty");
        Require(
            parameters.Grammar?["type"]?.GetValue<string>() is null or "regex" || parameters.Grammar["value"] is JsonObject,
            "grammar is not valid: the schema must be an object");
        return CheckLength(inputs, parameters, limits);
    }

    private static void CheckBestOf(TgiParameters parameters, bool stream)
    {
        int best = parameters.BestOf ?? 1;
        Require(best is > 0 and <= TgiLimits.MaxBestOf, $"`best_of` must be > 0 and <= {TgiLimits.MaxBestOf}. Given: {best}");
        Require(best == 1 || parameters.Samples, "you must use sampling when `best_of` is > 1");
        Require(best == 1 || parameters.Seed is null, "`seed` must not be set when `best_of` > 1");
        Require(best == 1 || !stream, "`best_of` != 1 is not supported when streaming tokens");
    }

    private static (string Prompt, int MaxNewTokens) CheckLength(string inputs, TgiParameters parameters, TgiLimits limits)
    {
        IReadOnlyList<string> tokens = ToyModels.Tokenize(inputs);
        if (parameters.Truncate is int truncate && tokens.Count > truncate)
        {
            tokens = [.. tokens.Skip(tokens.Count - truncate)];
        }

        Require(tokens.Count <= limits.InputTokens, $"`inputs` must have less than {limits.InputTokens} tokens. Given: {tokens.Count}");
        int room = limits.TotalTokens - tokens.Count;
        Require(
            !(parameters.MaxNewTokens > room),
            $"`inputs` tokens + `max_new_tokens` must be <= {limits.TotalTokens}. Given: {tokens.Count} `inputs` tokens and "
                + $"{parameters.MaxNewTokens} `max_new_tokens`");
        return (string.Concat(tokens), parameters.MaxNewTokens ?? Math.Min(DefaultNewTokens, room));
    }

    private static void Require(bool condition, string otherwise) => Refuse.If(!condition, () => TgiException.Validation(otherwise));
}

/// <summary>An error as text-generation-inference reports it.</summary>
internal sealed class TgiException(int status, string errorType, string message) : EngineException(status, errorType, message)
{
    public static TgiException Validation(string message) => new(422, "validation", $"Input validation error: {message}");

    /// <summary>What the router says when a shard fails.</summary>
    public static TgiException Failed() => new(424, "generation", "Request failed during generation: Server error: CUDA out of memory");
}
