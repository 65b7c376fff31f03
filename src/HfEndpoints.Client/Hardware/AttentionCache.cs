namespace HfEndpoints.Client;

/// <summary>
/// The cache of keys and values that a model keeps for each request, as its config.json describes it: for each layer and token, a key
/// and a value of 16 bits for each of the heads that share them.
/// </summary>
internal sealed record AttentionCache
{
    private const int BytesPerNumber = 2;

    // Endings of the classes that generate token by token. Others read their input at once and keep nothing.
    private static readonly string[] s_generating = ["ForCausalLM", "LMHeadModel", "ForConditionalGeneration", "ForSpeechSeq2Seq"];

    // Classes that can generate, but don't for these tasks.
    private static readonly string[] s_reading =
    [
        "feature-extraction", "sentence-similarity", "sentence-embeddings", "sentence-ranking", "text-ranking", "text-classification",
        "token-classification", "zero-shot-classification", "fill-mask",
    ];

    // What the classes of these models do, although their configuration may not say it: a window in each layer, or in all but each nth.
    private static readonly Dictionary<string, int> s_everyFull = new()
    {
        ["mistral"] = int.MaxValue,
        ["mixtral"] = int.MaxValue,
        ["phi3"] = int.MaxValue,
        ["starcoder2"] = int.MaxValue,
        ["gemma2"] = 2,
        ["gemma3_text"] = 6,
    };

    /// <summary>For a model that keeps nothing.</summary>
    public static AttentionCache None { get; } = new();

    /// <summary>The layers that keep the whole context.</summary>
    public int FullLayers { get; init; }

    /// <summary>The layers that keep only the last tokens.</summary>
    public int WindowLayers { get; init; }

    /// <summary>How many tokens these keep.</summary>
    public int Window { get; init; }

    /// <summary>The numbers that a layer keeps for a token.</summary>
    public double NumbersPerToken { get; init; }

    /// <summary>The tokens of an encoder's output, which each layer keeps too; null for as many as the context has.</summary>
    public int? SourceTokens { get; init; }

    /// <summary>Whether there is an encoder.</summary>
    public bool HasEncoder { get; init; }

    /// <summary>The parts that accelerators can divide a layer's share into. More accelerators than this keep copies.</summary>
    public int Parts { get; init; } = 1;

    /// <summary>Reads it from a config.json.</summary>
    /// <returns>Null if the file does not describe it.</returns>
    public static AttentionCache? Read(JsonElement config, string? task)
    {
        if (task is not null && s_reading.Contains(task))
        {
            return None;
        }

        string[] classes = config.TextsOf("architectures");
        if (classes.Length == 0)
        {
            return null;
        }

        return classes.Any(name => s_generating.Any(name.EndsWith)) ? ReadLayers(config, ModelConfig.Text(config)) : None;
    }

    /// <summary>The memory for requests of a length, on a number of accelerators together.</summary>
    public double Bytes(int contextLength, int concurrency, int accelerators)
    {
        double tokens = ((double)FullLayers * contextLength)
            + ((double)WindowLayers * Math.Min(contextLength, Window))
            + (HasEncoder ? (double)FullLayers * (SourceTokens ?? contextLength) : 0);
        double copies = (double)accelerators / Math.Min(accelerators, Parts);
        return tokens * NumbersPerToken * BytesPerNumber * concurrency * copies;
    }

    private static AttentionCache? ReadLayers(JsonElement config, JsonElement text)
    {
        bool hasEncoder = config.FlagOf("is_encoder_decoder") == true;
        int? layers = hasEncoder ? text.FirstCountOf("decoder_layers", "num_decoder_layers", "num_layers") : ModelConfig.Layers(text);
        int? heads = ModelConfig.Heads(text, hasEncoder);
        if (layers is null || heads is not > 0)
        {
            return null;
        }

        // Multi-head latent attention keeps one compressed vector for all heads, and the rotated part of the key.
        if (text.CountOf("kv_lora_rank") is { } rank)
        {
            return text.CountOf("qk_rope_head_dim") is { } rotated
                ? new AttentionCache { FullLayers = layers.Value, NumbersPerToken = rank + rotated }
                : null;
        }

        int? width = ModelConfig.Width(text);
        int? size = text.FirstCountOf("head_dim", "d_kv") ?? (width is null ? null : width / heads);
        int shared = text.FlagOf("multi_query") == true
            ? 1
            : text.FirstCountOf("num_key_value_heads", "num_kv_heads", "n_head_kv") ?? heads.Value;
        return size is null || WindowsOf(config, text, layers.Value) is not { } windows ? null : new AttentionCache
        {
            FullLayers = layers.Value - windows,
            WindowLayers = windows,
            Window = text.CountOf("sliding_window") ?? 0,
            NumbersPerToken = 2.0 * shared * size.Value,
            HasEncoder = hasEncoder,
            SourceTokens = text.CountOf("max_source_positions"),
            Parts = shared,
        };
    }

    // Null if there are layers of another kind, which keep something else.
    private static int? WindowsOf(JsonElement config, JsonElement text, int layers)
    {
        if (text.TextsOf("layer_types") is { Length: > 0 } kinds)
        {
            return kinds.Length != layers || kinds.Any(kind => kind is not ("full_attention" or "sliding_attention"))
                ? null
                : kinds.Count(kind => kind == "sliding_attention");
        }

        if (text.Member("layers_block_type") is not null || text.Member("attn_layer_period") is not null
            || text.Member("mamba_d_state") is not null || text.Member("ssm_cfg") is not null)
        {
            return null;
        }

        if (text.CountOf("sliding_window") is not > 0 || text.FlagOf("use_sliding_window") == false)
        {
            return 0;
        }

        // A model that is not known to slide is counted as if it kept everything, which is the most that it can need.
        int every = text.CountOf("sliding_window_pattern")
            ?? s_everyFull.GetValueOrDefault(text.TextOf("model_type") ?? config.TextOf("model_type") ?? "", 1);
        return layers - (layers / Math.Max(1, every));
    }
}
