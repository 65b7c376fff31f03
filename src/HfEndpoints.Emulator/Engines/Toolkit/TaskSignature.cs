namespace HfEndpoints.Emulator;

/// <summary>The parameters a pipeline takes, and how it refuses others.</summary>
internal sealed class TaskSignature
{
    private const string GenerationNames =
        "generate_kwargs generation_parameters generate_parameters clean_up_tokenization_spaces truncation max_length min_length "
            + "max_new_tokens min_new_tokens early_stopping max_time do_sample num_beams num_beam_groups penalty_alpha use_cache "
            + "temperature top_k top_p min_p typical_p epsilon_cutoff eta_cutoff repetition_penalty length_penalty no_repeat_ngram_size "
            + "num_return_sequences seed ";

    private readonly HashSet<string>? _names;
    private readonly HashSet<string> _onlyForHub;
    private readonly Func<string, string> _refusal;

    private TaskSignature(string? names, string onlyForHub, Func<string, string> refusal) =>
        (_names, _onlyForHub, _refusal) = (names is null ? null : [.. names.Split(' ')], [.. onlyForHub.Split(' ')], refusal);

    /// <summary>A pipeline that ignores parameters.</summary>
    public static TaskSignature Any { get; } = new(null, "", name => name);

    /// <summary>A pipeline that sorts its parameters itself.</summary>
    public static TaskSignature ForPipeline(string pipeline, string names) => new(
        names + " timeout batch_size num_workers", "",
        name => $"{pipeline}Pipeline._sanitize_parameters() got an unexpected keyword argument '{name}'");

    /// <summary>A pipeline that passes what it does not know on to its tokenizer, with names that only the hub's mode takes.</summary>
    public static TaskSignature ForTokenizer(string names, string onlyForHub = "") => new(
        $"{names} truncation padding max_length stride batch_size num_workers {onlyForHub}", onlyForHub,
        name => $"PreTrainedTokenizerFast._batch_encode_plus() got an unexpected keyword argument '{name}'");

    /// <summary>A pipeline of diffusers.</summary>
    public static TaskSignature ForCall(string pipeline, string names) =>
        new(names, "", name => $"{pipeline}.__call__() got an unexpected keyword argument '{name}'");

    /// <summary>A pipeline that passes what it does not know on to the model's generation.</summary>
    public static TaskSignature ForGeneration(string names) => new(
        GenerationNames + names, "generate_parameters seed",
        name => $"The following `model_kwargs` are not used by the model: ['{name}'] (note: typos in the generate arguments will also "
            + "show up in this list)");

    public void Check(RequestParameters parameters, bool isHubShaped)
    {
        if (_names is not null && parameters.Names.FirstOrDefault(name =>
            !_names.Contains(name) || (!isHubShaped && _onlyForHub.Contains(name))) is string unknown)
        {
            throw new ToolkitException(_refusal(unknown));
        }
    }
}
