namespace HfEndpoints.Client;

/// <summary>How many bytes the weights of a model have.</summary>
internal static partial class ModelWeights
{
    // A scale of 16 bits for each group of 128 weights.
    private const double Int4Bytes = 0.5 + (2.0 / 128);

    // The quantization that llama.cpp takes of a repository comes first for each precision.
    private static readonly Dictionary<string, string[]> s_ggufs = new()
    {
        [Precision.Bf16] = ["BF16", "F16"],
        [Precision.Fp8] = ["Q8_0"],
        [Precision.Int4] = ["Q4_K_M", "Q4_0", "Q4_K_S"],
    };

    private static readonly string[] s_packing = ["I8", "U8", "I16", "U16", "I32", "U32"];

    /// <summary>Whether the weights are stored quantized, so that no precision can be chosen any more.</summary>
    public static bool IsQuantized(HubModel model, JsonElement? config) => config?.Member("quantization_config") is not null
        || model.Parameters.Where(type => s_packing.Contains(type.Key)).Sum(type => type.Value) > model.Parameters.Values.Sum() / 100;

    /// <summary>The bytes of the weights at a precision, by default as they are stored; null if it can't be told.</summary>
    public static double? Bytes(HubModel model, JsonElement? config, string? precision)
    {
        if (model.Parameters.Count == 0)
        {
            return GgufBytes(model.Files, precision);
        }

        // The hub counts packed weights one by one, so the counts don't tell how many bytes they are packed into. The files do.
        if (IsQuantized(model, config))
        {
            return Sum(model.Files.Where(file => Safetensors().IsMatch(file.Name)));
        }

        double all = model.Parameters.Values.Sum();
        double? tables = config is { } json ? ModelConfig.Embeddings(json) : null;
        return precision switch
        {
            Precision.Bf16 => all * 2,
            Precision.Fp8 => tables <= all ? (tables * 2) + (all - tables) : null,
            Precision.Int4 => tables <= all ? (tables * 2) + ((all - tables) * Int4Bytes) : null,
            _ => Least(model, config),
        };
    }

    /// <summary>The bytes that the weights have at least, as they are stored; null if it can't be told.</summary>
    public static double? Least(HubModel model, JsonElement? config = null) =>
        model.Parameters.Count == 0 || IsQuantized(model, config) ? Bytes(model, config, null)
        : model.Parameters.Aggregate((double?)0, (sum, type) => sum + (type.Value * BytesOf(type.Key)));

    private static int? BytesOf(string type) => type switch
    {
        "F64" or "I64" or "U64" => 8,
        "F32" or "I32" or "U32" => 4,
        "F16" or "BF16" or "I16" or "U16" => 2,
        "F8_E4M3" or "F8_E5M2" or "F8_E8M0" or "I8" or "U8" or "BOOL" => 1,
        _ => null,
    };

    // As llama.cpp chooses one of several: what was asked for, else Q4_K_M, else the first.
    private static double? GgufBytes(IReadOnlyList<(string Name, double? Bytes)> files, string? precision)
    {
        (string Name, double? Bytes)[] models =
        [
            .. files.Where(file => file.Name.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase)
                && !file.Name.Contains("mmproj", StringComparison.OrdinalIgnoreCase)),
        ];
        string[] wanted = s_ggufs[precision ?? Precision.Int4];
        string? chosen = wanted
            .Select(name => models.FirstOrDefault(file => Regex.IsMatch(
                file.Name, $@"(?<![a-z0-9]){name}(?![a-z0-9_])", RegexOptions.IgnoreCase)).Name)
            .FirstOrDefault(name => name is not null)
            ?? (precision is null && models.Length > 0 ? models[0].Name : null);
        return chosen is null ? null : Sum(models.Where(file => PartOf(file.Name) == PartOf(chosen)));

        static string PartOf(string name) => Part().Replace(name, "");
    }

    private static double? Sum(IEnumerable<(string Name, double? Bytes)> files)
    {
        double?[] sizes = [.. files.Select(file => file.Bytes)];
        return sizes.Length == 0 || sizes.Any(size => size is null) ? null : sizes.Sum();
    }

    [GeneratedRegex(@"^model(?:-\d+-of-\d+)?\.safetensors$")]
    private static partial Regex Safetensors();

    [GeneratedRegex(@"-\d{5}-of-\d{5}(?=\.gguf$)", RegexOptions.IgnoreCase)]
    private static partial Regex Part();
}

/// <summary>The precisions that weights can be loaded at.</summary>
internal static class Precision
{
    public const string Bf16 = "bf16";
    public const string Fp8 = "fp8";
    public const string Int4 = "int4";
}
