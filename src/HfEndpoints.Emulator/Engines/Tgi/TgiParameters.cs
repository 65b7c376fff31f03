namespace HfEndpoints.Emulator;

/// <summary>The parameters of a generate request, by their names on the wire.</summary>
internal sealed class TgiParameters(JsonObject json)
{
    private static readonly Shape s_parameters = new ObjectShape()
        .Maybe(Shape.Text, "adapter_id").Maybe(Shape.Count, "best_of")
        .Optional(Shape.Flag, "decoder_input_details", "details", "do_sample").Maybe(Shape.Number, "frequency_penalty")
        .Maybe("grammar", new ObjectShape().Required(Shape.Choice("json", "regex", "json_schema"), "type").Required(Shape.Any, "value"))
        .Maybe(Shape.Count, "max_new_tokens").Maybe(Shape.Number, "repetition_penalty").Maybe(Shape.Flag, "return_full_text")
        .Maybe(Shape.Long, "seed")
        .Optional(Shape.List(Shape.Text), "stop")
        .Maybe(Shape.Number, "temperature", "top_p", "typical_p").Maybe(Shape.Count, "top_k", "top_n_tokens", "truncate")
        .Optional(Shape.Flag, "watermark");

    public static Shape Request { get; } = new ObjectShape()
        .Required(Shape.Text, "inputs").Optional(s_parameters, "parameters").Optional(Shape.Flag, "stream");

    public int? BestOf => Integer("best_of");
    public bool DecoderInputDetails => Flag("decoder_input_details") ?? false;
    public bool Details => Flag("details") ?? false;
    public bool DoSample => Flag("do_sample") ?? false;
    public double? FrequencyPenalty => Number("frequency_penalty");
    public JsonObject? Grammar => json["grammar"] as JsonObject;
    public int? MaxNewTokens => Integer("max_new_tokens");
    public double? RepetitionPenalty => Number("repetition_penalty");
    public bool? ReturnFullText => Flag("return_full_text");
    public ulong? Seed => json["seed"]?.GetValue<ulong>();
    public IReadOnlyList<string> Stop => json["stop"] is JsonArray stop ? [.. stop.Select(item => item!.GetValue<string>())] : [];
    public double? Temperature => Number("temperature");
    public int? TopK => Integer("top_k");
    public int? TopNTokens => Integer("top_n_tokens");
    public double? TopP => Number("top_p");
    public int? Truncate => Integer("truncate");
    public double? TypicalP => Number("typical_p");

    /// <summary>Any of these turns sampling on, as in the server.</summary>
    public bool Samples => DoSample || Temperature is not (null or 1) || TopK is not null || TopP is not null || TypicalP is not null;
    private int? Integer(string name) => json[name]?.GetValue<int>();
    private double? Number(string name) => json[name]?.GetValue<double>();
    private bool? Flag(string name) => json[name]?.GetValue<bool>();
}

/// <summary>The bodies of the server's OpenAI-compatible routes, which it reads as strictly as its own.</summary>
internal static class TgiChatRequest
{
    private static readonly Shape s_options = new ObjectShape().Optional(Shape.Flag, "include_usage");

    public static Shape Chat { get; } = new ObjectShape()
        .Required("messages", Shape.List(new ObjectShape()
            .Required(Shape.Text, "role")
                .Maybe(Shape.Any, "content", "tool_calls").Maybe(Shape.Text, "tool_call_id", "name")))
        .Maybe(Shape.Text, "model").Maybe(Shape.Number, "frequency_penalty")
        .Maybe(Shape.List(Shape.Number), "logit_bias")
        .Maybe(Shape.Flag, "logprobs").Maybe(Shape.Count, "max_tokens", "max_completion_tokens", "n")
        .Maybe(Shape.Number, "presence_penalty")
        .Maybe("response_format", new ObjectShape().Required(Shape.Text, "type").Maybe(Shape.Any, "value").Maybe(Shape.Any, "json_schema"))
        .Maybe(Shape.Long, "seed")
        .Maybe(Shape.List(Shape.Text), "stop")
        .Optional(Shape.Flag, "stream").Maybe(s_options, "stream_options").Maybe(Shape.Number, "temperature")
        .Maybe(Shape.Any, "tool_choice").Maybe(Shape.Text, "tool_prompt")
        .Maybe("tools", Shape.List(new ObjectShape()
            .Required(Shape.Text, "type")
            .Required("function", new ObjectShape()
                .Required(Shape.Text, "name")
                    .Maybe(Shape.Text, "description").Maybe(Shape.Any, "parameters", "arguments"))))
        .Maybe(Shape.Count, "top_logprobs").Maybe(Shape.Number, "top_p");

    public static Shape Completion { get; } = new ObjectShape()
        .Required(Shape.Any, "prompt").Maybe(Shape.Text, "model").Maybe(Shape.Number, "frequency_penalty", "repetition_penalty")
        .Maybe(Shape.Count, "max_tokens").Maybe(Shape.Long, "seed")
        .Maybe(Shape.List(Shape.Text), "stop")
        .Optional(Shape.Flag, "stream").Maybe(Shape.Text, "suffix").Maybe(Shape.Number, "temperature", "top_p");
}

/// <summary>What the server was configured to accept: by the image's settings, else by its environment.</summary>
internal sealed class TgiLimits(EndpointSpec spec)
{
    public const int MaxBestOf = 2;
    public const int MaxStopSequences = 4;
    public const int MaxTopTokens = 5;
    public const int MaxClientBatch = 4;
    private const int DefaultTotal = 8192;
    public int TotalTokens { get; } = spec.Number("maxTotalTokens", null, "MAX_TOTAL_TOKENS") ?? DefaultTotal;

    public int InputTokens { get; } = spec.Number("maxInputLength", null, "MAX_INPUT_TOKENS")
        ?? spec.Number(null, null, "MAX_INPUT_LENGTH")
        ?? (spec.Number("maxTotalTokens", null, "MAX_TOTAL_TOKENS") ?? DefaultTotal) - 1;
}
