namespace HfEndpoints.Client;

/// <summary>Reads the sizes of a model from its config.json, where families of models use different names.</summary>
internal static class ModelConfig
{
    /// <summary>The part about the language model, which a model of several kinds of input has for itself.</summary>
    public static JsonElement Text(JsonElement config) => config.Member("text_config") ?? config.Member("llm_config") ?? config;

    /// <summary>The number of layers.</summary>
    public static int? Layers(JsonElement text) => text.FirstCountOf("num_hidden_layers", "n_layer", "n_layers", "num_layers");

    /// <summary>The number of attention heads.</summary>
    public static int? Heads(JsonElement text, bool ofDecoder = false) => (ofDecoder ? text.CountOf("decoder_attention_heads") : null)
        ?? text.FirstCountOf("num_attention_heads", "n_head", "n_heads", "num_heads");

    /// <summary>The numbers that stand for a token.</summary>
    public static int? Width(JsonElement text) => text.FirstCountOf("hidden_size", "d_model", "n_embd");

    /// <summary>The most tokens that the model can take.</summary>
    public static int? ContextLength(JsonElement text) =>
        text.FirstCountOf("max_position_embeddings", "n_positions", "max_target_positions", "max_seq_len");

    /// <summary>The parameters of the tables of tokens, which stay at 16 bits when the rest is quantized.</summary>
    public static double? Embeddings(JsonElement config)
    {
        JsonElement text = Text(config);

        // As in the library: tied unless it says otherwise.
        bool isTied = (config.FlagOf("tie_word_embeddings") ?? text.FlagOf("tie_word_embeddings")) != false;
        return (double?)(text.CountOf("vocab_size") ?? config.CountOf("vocab_size")) * Width(text) * (isTied ? 1 : 2);
    }

    /// <summary>The first of several members that is there.</summary>
    public static int? FirstCountOf(this JsonElement json, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (json.CountOf(name) is { } count)
            {
                return count;
            }
        }

        return null;
    }
}
