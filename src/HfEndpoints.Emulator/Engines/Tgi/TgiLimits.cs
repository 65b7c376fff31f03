namespace HfEndpoints.Emulator;

/// <summary>What the server was configured to accept: by the image's settings, else by its environment.</summary>
internal sealed class TgiLimits(EndpointSpec spec)
{
    public const int MaxBestOf = 2;
    public const int MaxStopSequences = 4;
    public const int MaxTopTokens = 5;
    public const int MaxClientBatch = 4;
    private const int DefaultTotal = 8192;
    public int TotalTokens { get; } = Setting(spec, "maxTotalTokens", "MAX_TOTAL_TOKENS") ?? DefaultTotal;

    public int InputTokens { get; } = Setting(spec, "maxInputLength", "MAX_INPUT_TOKENS")
        ?? Setting(spec, "maxInputLength", "MAX_INPUT_LENGTH")
        ?? (Setting(spec, "maxTotalTokens", "MAX_TOTAL_TOKENS") ?? DefaultTotal) - 1;

    private static int? Setting(EndpointSpec spec, string field, string variable) =>
        spec.Image[field]?.GetValue<int>()
        ?? (int.TryParse(spec.Environment(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : null);
}
