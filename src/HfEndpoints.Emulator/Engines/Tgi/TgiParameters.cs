namespace HfEndpoints.Emulator;

/// <summary>The parameters of a generate request, by their names on the wire.</summary>
internal sealed class TgiParameters(JsonObject json)
{
    private static readonly Shape s_parameters = new ObjectShape()
        .Maybe("adapter_id", Shape.Text)
        .Maybe("best_of", Shape.Count)
        .Optional("decoder_input_details", Shape.Flag)
        .Optional("details", Shape.Flag)
        .Optional("do_sample", Shape.Flag)
        .Maybe("frequency_penalty", Shape.Number)
        .Maybe("grammar", new ObjectShape().Required("type", Shape.Choice("json", "regex", "json_schema")).Required("value", Shape.Any))
        .Maybe("max_new_tokens", Shape.Count)
        .Maybe("repetition_penalty", Shape.Number)
        .Maybe("return_full_text", Shape.Flag)
        .Maybe("seed", Shape.Long)
        .Optional("stop", Shape.List(Shape.Text))
        .Maybe("temperature", Shape.Number)
        .Maybe("top_k", Shape.Count)
        .Maybe("top_n_tokens", Shape.Count)
        .Maybe("top_p", Shape.Number)
        .Maybe("truncate", Shape.Count)
        .Maybe("typical_p", Shape.Number)
        .Optional("watermark", Shape.Flag);

    public static Shape Request { get; } = new ObjectShape()
        .Required("inputs", Shape.Text)
        .Optional("parameters", s_parameters)
        .Optional("stream", Shape.Flag);

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
