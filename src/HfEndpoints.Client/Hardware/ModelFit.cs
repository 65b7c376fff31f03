namespace HfEndpoints.Client;

/// <summary>
/// Whether a model fits into the memory of instances: its weights, and the cache of keys and values of the requests that are under way.
/// </summary>
internal sealed class ModelFit
{
    public const string Yes = "yes";
    public const string Tight = "tight";
    public const string No = "no";
    public const string Unknown = "unknown";

    // The tokens of a request if none are given, or as many as the model can take.
    private const int DefaultContextLength = 8192;

    // What inference needs beside the weights is at most a fifth of them, by the rule of accelerate's estimate-memory.
    private const double WithWork = 1.2;

    // vLLM takes this share of the memory of an accelerator.
    private const double Usable = 0.9;
    private const double Giga = 1e9;
    private static readonly string[] s_order = [Yes, Tight, Unknown, No];

    private readonly HubModel _model;
    private readonly double? _weights;
    private readonly AttentionCache? _cache;
    private readonly int? _heads;
    private readonly int _concurrency;

    private ModelFit(HubModel model, JsonElement? config, ModelUse use)
    {
        _model = model;
        _weights = ModelWeights.Bytes(model, config, use.Precision);
        _concurrency = use.Concurrency;
        if (config is { } json)
        {
            JsonElement text = ModelConfig.Text(json);
            _cache = AttentionCache.Read(json, model.Task);
            _heads = ModelConfig.Heads(text);
            int? most = ModelConfig.ContextLength(text);
            ContextLength = use.ContextLength ?? Math.Min(DefaultContextLength, most ?? DefaultContextLength);
            Doubts =
            [
                .. use.ContextLength > most
                    ? [FormattableString.Invariant($"'{model.Repository}' is made for at most {most} tokens, not {use.ContextLength}.")]
                    : (string[])[],
                .. use.Precision is not null && ModelWeights.IsQuantized(model, config)
                    ? [$"'{model.Repository}' is quantized already, so its weights are counted as they are stored, not as {use.Precision}."]
                    : (string[])[],
            ];
        }
        else
        {
            ContextLength = use.ContextLength ?? DefaultContextLength;
        }
    }

    /// <summary>The tokens of a request, with its answer.</summary>
    public int ContextLength { get; }

    /// <summary>What may be wrong with what was asked.</summary>
    public IReadOnlyList<string> Doubts { get; } = [];

    /// <summary>What can't be told of the model, and so not whether it fits; null if all is known.</summary>
    public string? Gap => _weights is null ? "the size of its weights, for it has neither safetensors files nor a GGUF file of that kind"
        : _cache is null ? "its cache, for its config.json does not describe one"
        : null;

    /// <summary>Asks the hub about a model.</summary>
    /// <exception cref="HfException">There is no such model, or the account has no access to it.</exception>
    public static async Task<ModelFit> AskAsync(HubClient hub, string repository, ModelUse use, CancellationToken cancellationToken)
    {
        HubModel model = await hub.GetModelAsync(repository, cancellationToken).ConfigureAwait(false);
        return For(model, await hub.GetModelConfigAsync(repository, cancellationToken).ConfigureAwait(false), use);
    }

    /// <summary>For a model that is known.</summary>
    public static ModelFit For(HubModel model, JsonElement? config, ModelUse use) => new(model, config, use);

    /// <summary>Judges instances: first those that the model fits, the cheapest of them first.</summary>
    public IEnumerable<HfModelHardware> Judge(IEnumerable<HfHardware> hardware) => hardware
        .Select(Judge)
        .OrderBy(option => Array.IndexOf(s_order, option.Fits))
        .ThenBy(option => option.PricePerHour);

    /// <summary>Why a model can't fit into an instance, by its weights alone; null if it may.</summary>
    public static string? Refute(HubModel model, HfHardware? option)
    {
        double has = option?.GpuMemoryGb ?? option?.MemoryGb ?? 0;
        if (option is null || has <= 0 || ModelWeights.Least(model) is not { } weights || weights <= has * Giga)
        {
            return null;
        }

        string name = $"{option.InstanceType} {option.InstanceSize}";
        return FormattableString.Invariant(
            $"'{model.Repository}' can't fit: its weights have {weights / Giga:0.#} GB, and '{name}' has {has:0.#} GB. ")
            + $"'Get-HfInferenceHardware -Model {model.Repository}' lists where it fits.";
    }

    private HfModelHardware Judge(HfHardware option)
    {
        int spread = Spread(option);
        double? has = option.GpuMemoryGb is { } gpu
            ? (double)gpu * spread / Math.Max(1, option.NumAccelerators)
            : option.MemoryGb > 0 ? option.MemoryGb : null;
        double? cache = _cache?.Bytes(ContextLength, _concurrency, spread) / Giga;
        double? weights = _weights / Giga;
        double? needs = (weights * WithWork) + cache;
        return new HfModelHardware(option, _model.Repository)
        {
            Fits = Verdict(weights, cache, needs, has),
            NeedsMemory = Round(needs),
            HasMemory = Round(has),
            Headroom = Round(has - needs),
            WeightMemory = Round(weights),
            CacheMemory = Round(cache),
            TensorParallelSize = option.GpuMemoryGb is null || option.NumAccelerators < 2 ? null : spread,
        };
    }

    private static string Verdict(double? weights, double? cache, double? needs, double? has) =>
        has is null || weights is null ? Unknown
        : weights + (cache ?? 0) > has * Usable ? No
        : needs is null ? Unknown
        : needs <= has ? Yes
        : Tight;

    // As many of the accelerators as the heads, and those that share keys and values, can be divided among.
    private int Spread(HfHardware option)
    {
        if (option.GpuMemoryGb is null || _heads is not > 0)
        {
            return option.GpuMemoryGb is null ? 1 : Math.Max(1, option.NumAccelerators);
        }

        int parts = _cache is { Parts: > 1 } ? _cache.Parts : 1;
        return Enumerable.Range(1, Math.Max(1, option.NumAccelerators))
            .Last(size => _heads % size == 0 && (parts % size == 0 || size % parts == 0));
    }

    private static double? Round(double? value) => value is { } number ? Math.Round(number, 2) : null;
}

/// <summary>How a model is to be used.</summary>
/// <param name="ContextLength">The tokens of a request with its answer; null for the model's own, up to 8192.</param>
/// <param name="Concurrency">The requests at once.</param>
/// <param name="Precision">The precision of the weights; null as they are stored.</param>
internal sealed record ModelUse(int? ContextLength = null, int Concurrency = 1, string? Precision = null);
