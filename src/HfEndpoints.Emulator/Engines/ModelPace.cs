namespace HfEndpoints.Emulator;

/// <summary>
/// When the tokens of a request are due on its accelerator. It is a schedule, so that timers which come late do not add up: what follows
/// catches up.
/// </summary>
/// <param name="record">The endpoint.</param>
/// <param name="services">The store and the clock.</param>
internal sealed partial class ModelPace(EndpointRecord record, ServingServices services)
{
    private const double Billion = 1e9;

    private readonly AcceleratorLatency _latency = Find(record.Spec);
    private readonly TimeSpan _start = services.Clock.RealTime;
    private TimeSpan? _due;

    /// <summary>Waits for the next token; the first is there when the prompt has been read.</summary>
    /// <param name="inputTokens">How many tokens the prompt has.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task NextTokenAsync(int inputTokens, CancellationToken cancellationToken)
    {
        _due = services.Store.Use(record, now =>
        {
            int replicas = Math.Max(1, record.Life.ReadyReplica(now));
            int running = record.Life.InFlight - record.Queue.Length;
            return _due is { } before
                ? before + _latency.Step((running + replicas - 1) / replicas)
                : record.Prompts.Read(_start, _latency.Prefill(inputTokens) / replicas);
        });
        return services.Clock.DelayAsync(_due.Value - services.Clock.RealTime, cancellationToken);
    }

    private static AcceleratorLatency Find(EndpointSpec spec)
    {
        int accelerators =
            HardwareTable.Find(spec.Vendor, spec.Region, spec.InstanceType, spec.InstanceSize)?.Accelerators ?? 1;
        HubRepository? model = HubModels.Find(spec.Repository);
        double parameters = model?.Parameters?.Values.Sum() ?? ParametersOf(spec.Repository);
        double weights = model?.Parameters?.Sum(type => type.Value * BytesOf(type.Key)) ?? parameters * BytesOf("BF16");
        return AcceleratorLatency.Of(parameters, weights, spec.InstanceType, accelerators);
    }

    // As most names say it: 8B, 1.5b, 350m. A model whose name does not is taken for a small one.
    private static double ParametersOf(string repository) => SizePattern().Match(repository) is { Success: true } match
        ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
            * (match.Groups[2].Value is "b" or "B" ? Billion : Billion / 1000)
        : Billion;

    private static double BytesOf(string type) => type switch
    {
        "F64" or "I64" => 8,
        "F32" or "I32" => 4,
        "F16" or "BF16" or "I16" => 2,
        _ => 1,
    };

    [GeneratedRegex(@"(?<![\w.])(\d{1,4}(?:\.\d{1,3})?)([bBmM])(?![a-zA-Z0-9])")]
    private static partial Regex SizePattern();
}
