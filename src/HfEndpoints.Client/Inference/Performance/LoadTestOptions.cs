using HfEndpoints.Client.Batches;

namespace HfEndpoints.Client.Inference;

/// <summary>How to load an endpoint, and with what.</summary>
public sealed record LoadTestOptions
{
    private static readonly TimeSpan s_usualDuration = TimeSpan.FromSeconds(30);
    private static readonly int[] s_usualConcurrency = [1, 2, 4, 8];

    /// <summary>How many requests are under way at once, in a stage each. Default: 1, 2, 4 and 8.</summary>
    public IReadOnlyList<int> Concurrency { get; init; } = [];

    /// <summary>How many requests come per second at random times, in a stage each, in place of a concurrency.</summary>
    public IReadOnlyList<double> RequestRates { get; init; } = [];

    /// <summary>Whether to double the concurrency, from 1 or the one given, until the goodput no longer rises.</summary>
    public bool IsAuto { get; init; }

    /// <summary>For how long requests are sent in each stage; null only counts them, or is 30 seconds without a count.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>How many requests are sent in each stage, at least its concurrency; null if only the time counts.</summary>
    public int? Count { get; init; }

    /// <summary>How many requests are sent, one after the other, before anything is measured. Default: 3.</summary>
    public int WarmUp { get; init; } = 3;

    /// <summary>An answer that begins later is not a good one.</summary>
    public TimeSpan? MaxTimeToFirstToken { get; init; }

    /// <summary>An answer whose pieces are on average further apart is not a good one.</summary>
    public TimeSpan? MaxInterTokenLatency { get; init; }

    /// <summary>The task: chat, text-generation or feature-extraction; null for the endpoint's own.</summary>
    public string? Task { get; init; }

    /// <summary>The prompts, sent in turn; none makes up texts.</summary>
    public IReadOnlyList<string> Prompts { get; init; } = [];

    /// <summary>About how many tokens a made-up prompt has. Default: 128.</summary>
    public int InputTokens { get; init; } = 128;

    /// <summary>How many tokens an answer has at most. Default: 128.</summary>
    public int OutputTokens { get; init; } = 128;

    /// <summary>The cost of the endpoint; null if it is not known.</summary>
    public decimal? UsdPerHour { get; init; }

    /// <summary>The stages of an earlier test, to compare with; see <see cref="LoadTestReport.ReadAsync"/>.</summary>
    public IReadOnlyList<HfPerformanceStage> Baseline { get; init; } = [];

    /// <summary>How long the warm-up waits for an endpoint that starts or wakes. Default: 10 minutes.</summary>
    public TimeSpan ColdStartTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long one answer may take; null uses the client's time for inference, 15 minutes by default.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Called with what begins: a stage, or a wait for the endpoint. On any thread.</summary>
    public Action<string>? Progress { get; init; }

    /// <summary>Called with what limits the meaning of the figures, on any thread.</summary>
    public Action<string>? Warning { get; init; }

    /// <summary>The loads; with <see cref="IsAuto"/> the first of them.</summary>
    internal IReadOnlyList<LoadLevel> Levels => RequestRates.Count > 0
        ? [.. RequestRates.Select(rate => new LoadLevel(null, rate))]
        : [.. (Concurrency.Count > 0 ? Concurrency : IsAuto ? [1] : s_usualConcurrency).Select(count => new LoadLevel(count, null))];

    /// <summary>For how long requests are sent in each stage; null if only their number counts.</summary>
    internal TimeSpan? StageDuration => Duration ?? (Count is null ? s_usualDuration : null);

    /// <summary>Checks what can't be combined, or means no load.</summary>
    /// <exception cref="HfException">Something can't.</exception>
    internal void Check()
    {
        Refuse(
            RequestRates.Count > 0 && (Concurrency.Count > 0 || IsAuto),
            "A load is a concurrency or a rate. Give concurrencies, rates of requests, or neither and let the test choose them.");
        Refuse(
            IsAuto && Concurrency.Count > 1,
            "A test that chooses its stages itself begins at one concurrency. Give one, or none.");
        Refuse(Concurrency.Any(count => count < 1), "A concurrency is at least 1.");
        Refuse(RequestRates.Any(rate => !(rate > 0 && double.IsFinite(rate))), "A rate of requests is a number above 0.");
        Refuse(Duration <= TimeSpan.Zero || Count < 1, "A stage lasts some time and sends at least one request.");
        Refuse(WarmUp < 0 || InputTokens < 1 || OutputTokens < 1, "The warm-up is 0 or more requests, and a text is 1 or more tokens.");
        Refuse(
            Task is not (null or JobKinds.Chat or JobKinds.Text or LoadSender.EmbeddingTask),
            $"'{Task}' is not a task of a load test. Use chat, text-generation or feature-extraction.");
    }

    private static void Refuse(bool isWrong, string message)
    {
        if (isWrong)
        {
            throw new HfException(HfErrorKind.InvalidRequest, message);
        }
    }
}
