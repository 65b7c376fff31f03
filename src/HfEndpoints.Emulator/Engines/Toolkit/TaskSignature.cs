namespace HfEndpoints.Emulator;

/// <summary>The parameters a pipeline takes, and how it refuses others.</summary>
internal sealed class TaskSignature
{
    private static readonly string[] s_generation =
    [
        "generate_kwargs", "generation_parameters", "generate_parameters", "clean_up_tokenization_spaces", "truncation", "max_length",
        "min_length",
        "max_new_tokens", "min_new_tokens", "early_stopping", "max_time", "do_sample", "num_beams", "num_beam_groups", "penalty_alpha",
        "use_cache",
        "temperature", "top_k", "top_p", "min_p", "typical_p", "epsilon_cutoff", "eta_cutoff", "repetition_penalty", "length_penalty",
        "no_repeat_ngram_size", "num_return_sequences", "seed",
    ];

    /// <summary>What only the hub's mode takes.</summary>
    private static readonly string[] s_ofHub = ["generate_parameters", "seed"];
    private readonly HashSet<string>? _names;
    private readonly Func<string, string> _refusal;
    private IReadOnlyList<string> _ofHub = [];

    private TaskSignature(IEnumerable<string>? names, Func<string, string> refusal)
    {
        _names = names is null ? null : [.. names];
        _refusal = refusal;
    }

    /// <summary>A pipeline that passes all parameters by.</summary>
    public static TaskSignature Any { get; } = new(null, name => name);

    /// <summary>A pipeline that sorts its parameters itself.</summary>
    public static TaskSignature ForPipeline(string pipeline, params string[] names) =>
        new(
            [.. names, "timeout", "batch_size", "num_workers"], name =>
                $"{pipeline}._sanitize_parameters() got an unexpected keyword argument '{name}'");

    /// <summary>A pipeline that hands what it does not know to its tokenizer.</summary>
    public static TaskSignature ForTokenizer(params string[] names) => new(
        [.. names, "truncation", "padding", "max_length", "stride", "batch_size", "num_workers"],
        name => $"PreTrainedTokenizerFast._batch_encode_plus() got an unexpected keyword argument '{name}'");

    /// <summary>A pipeline of diffusers.</summary>
    public static TaskSignature ForCall(string pipeline, params string[] names) =>
        new(names, name => $"{pipeline}.__call__() got an unexpected keyword argument '{name}'");

    /// <summary>A pipeline that hands what it does not know to the model's generation.</summary>
    public static TaskSignature ForGeneration(params string[] names) => new(
        [.. s_generation, .. names],
        name =>
            $"The following `model_kwargs` are not used by the model: ['{name}'] (note: typos in the generate arguments will also show up "
                + "in this list)")
    {
        _ofHub = s_ofHub,
    };

    /// <summary>The same with parameters that only the hub's mode takes.</summary>
    public TaskSignature WithHub(params string[] names) => new(_names?.Concat(names), _refusal) { _ofHub = [.. _ofHub, .. names] };

    public void Check(RequestParameters parameters, bool isHubShaped)
    {
        if (_names is not null && parameters.Names.FirstOrDefault(name =>
            !_names.Contains(name) || (!isHubShaped && _ofHub.Contains(name))) is string unknown)
        {
            throw new ToolkitException(_refusal(unknown));
        }
    }
}
