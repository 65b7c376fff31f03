namespace HfEndpoints.Emulator;

/// <summary>
/// How long an accelerator takes for a model's tokens, by the roofline: a step of decoding reads all weights once, whatever the number of
/// requests in the batch, and computes two operations for each parameter and request. So
/// <code>
/// step(batch)     = weights / (bandwidth * 0.75) + batch * 2 * parameters / (operations * 0.5)
/// prefill(tokens) = weights / (bandwidth * 0.75) + tokens * 2 * parameters / (operations * 0.5)
/// </code>
/// While the first term is the larger one, another request in the batch costs next to nothing; beyond that the throughput approaches
/// that of the second term alone. Bandwidth and operations (dense, 16 bit) are those of the vendors' data sheets, and the two
/// shares are what vLLM and TGI usually reach of them: 8 billion parameters on an A10G take 36 ms a token and give 1.3 thousand tokens a
/// second at 128 requests, on an A100 10 ms and 5.4 thousand. What is left out makes real servers slower: reading the cache of long
/// contexts, prompts that hold up the batch, and the traffic between several accelerators.
/// </summary>
/// <param name="ReadWeights">What a step takes however large its batch is.</param>
/// <param name="PerToken">What each token of a prompt, and each request of a batch, adds.</param>
internal sealed record AcceleratorLatency(TimeSpan ReadWeights, TimeSpan PerToken)
{
    private const double BandwidthShare = 0.75;
    private const double OperationsShare = 0.5;

    // GB/s and dense TFLOPS with 16 bits, of one accelerator; of a processor's core for those without.
    private static readonly (string Type, double Bandwidth, double Operations)[] s_accelerators =
    [
        ("nvidia-t4", 320, 65), ("nvidia-l4", 300, 121), ("nvidia-a10g", 600, 70), ("nvidia-l40s", 864, 362),
        ("nvidia-a100", 2039, 312), ("nvidia-h100", 3350, 989), ("nvidia-h200", 4800, 989), ("nvidia-rtx-pro-6000", 1792, 500),
        ("inf2", 820, 190), ("intel", 10, 0.5),
    ];

    /// <summary>The latency of a model on an instance.</summary>
    /// <param name="parameters">How many parameters the model has.</param>
    /// <param name="weights">How many bytes they are.</param>
    /// <param name="instanceType">The type of the instance. One that is not known is taken for an A10G.</param>
    /// <param name="accelerators">How many accelerators it has, or cores.</param>
    public static AcceleratorLatency Of(double parameters, double weights, string instanceType, int accelerators)
    {
        (_, double bandwidth, double operations) = s_accelerators.FirstOrDefault(
            known => $"{instanceType}-".StartsWith($"{known.Type}-", StringComparison.Ordinal), s_accelerators[2]);
        return new AcceleratorLatency(
            TimeSpan.FromSeconds(weights / (bandwidth * 1e9 * BandwidthShare * accelerators)),
            TimeSpan.FromSeconds(2 * parameters / (operations * 1e12 * OperationsShare * accelerators)));
    }

    /// <summary>From one token to the next of each request in a batch.</summary>
    /// <param name="batch">How many requests are in it.</param>
    public TimeSpan Step(int batch) => ReadWeights + (batch * PerToken);

    /// <summary>To read a prompt and write the first token.</summary>
    /// <param name="tokens">How many tokens the prompt has.</param>
    public TimeSpan Prefill(int tokens) => ReadWeights + (tokens * PerToken);
}

/// <summary>The prompts that an endpoint reads, one after the other. Used under the store's lock.</summary>
internal sealed class PromptQueue
{
    private TimeSpan _free;

    /// <summary>When a prompt has been read.</summary>
    /// <param name="from">Since when it is there.</param>
    /// <param name="time">How long that takes.</param>
    public TimeSpan Read(TimeSpan from, TimeSpan time) => _free = (from > _free ? from : _free) + time;
}
