using System.Globalization;

namespace HfEndpoints;

/// <summary>What one stage of a load test measured: an endpoint under one load.</summary>
public sealed record HfPerformanceStage
{
    /// <summary>The endpoint's name, or the host of its address.</summary>
    public required string Endpoint { get; init; }

    /// <summary>What was sent: chat, text-generation or feature-extraction.</summary>
    public required string Task { get; init; }

    /// <summary>The number of the stage in its test, from 1.</summary>
    public required int Stage { get; init; }

    /// <summary>How many requests were under way at once; null if they came at a rate.</summary>
    public int? Concurrency { get; init; }

    /// <summary>How many requests came per second, at random times; null if a number of them was kept under way.</summary>
    public double? RequestRate { get; init; }

    /// <summary>The load in short: 8, or 2.5/s.</summary>
    public string Load => Concurrency?.ToString(CultureInfo.InvariantCulture)
        ?? string.Create(CultureInfo.InvariantCulture, $"{RequestRate:0.##}/s");

    /// <summary>From the first request to the end of the last answer.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>How many requests were sent.</summary>
    public long Requests { get; init; }

    /// <summary>How many of them were answered.</summary>
    public long Succeeded { get; init; }

    /// <summary>How many of them failed. No request is repeated.</summary>
    public long Failed { get; init; }

    /// <summary>The failures by their error id, the most frequent first.</summary>
    public HfList<HfErrorCount> Errors { get; init; } = [];

    /// <summary>From the request to the first piece of the answer; null if nothing was streamed.</summary>
    public HfLatency? TimeToFirstToken { get; init; }

    /// <summary>From each piece of an answer to the next; null if nothing was streamed.</summary>
    public HfLatency? InterTokenLatency { get; init; }

    /// <summary>From the request to the end of its answer; null if all failed.</summary>
    public HfLatency? Latency { get; init; }

    /// <summary>The answers per second.</summary>
    public double RequestsPerSecond { get; init; }

    /// <summary>The answers per second that kept within the limits; without limits all answers.</summary>
    public double GoodputPerSecond { get; init; }

    /// <summary>The tokens of the prompts, as the server counts them; null if it does not say.</summary>
    public long? InputTokens { get; init; }

    /// <summary>The tokens of the answers, as the server counts them; null if it does not say.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>The tokens of the prompts per second; null if the server does not count them.</summary>
    public double? InputTokensPerSecond { get; init; }

    /// <summary>The tokens of the answers per second; null if the server does not count them.</summary>
    public double? OutputTokensPerSecond { get; init; }

    /// <summary>What a million tokens of answers cost at this load, in USD; null without a price or tokens.</summary>
    public decimal? UsdPerMillionOutputTokens { get; init; }

    /// <summary>What came per second in each tenth of the stage: tokens of answers, or answers where no tokens are counted.</summary>
    public HfList<double> Throughput { get; init; } = [];

    /// <summary>The same as a line of blocks.</summary>
    public string Trend { get; init; } = "";

    /// <summary>How much later than planned this client sent the requests; null if they do not come at a rate.</summary>
    public HfLatency? StartDelay { get; init; }

    /// <summary>The share of this machine's processors that this process used, from 0 to 1.</summary>
    public double ClientCpu { get; init; }

    /// <summary>Whether this client was too slow for the load, so that the figures describe it rather than the endpoint.</summary>
    public bool IsClientLimited { get; init; }

    /// <summary>
    /// The smallest load so far with nearly the best goodput: more load only makes the answers slower, or fail. It is a concurrency or a
    /// rate; null while nothing has succeeded.
    /// </summary>
    public double? Knee { get; init; }

    /// <summary>How it differs from the same load of an earlier test; null if there is no such test, or no such load in it.</summary>
    public HfPerformanceChange? Change { get; init; }

    /// <summary>Returns the endpoint, its load and the numbers of requests.</summary>
    /// <returns>A text such as <c>chat at 8: 120 succeeded, 0 failed</c>.</returns>
    public override string ToString() => FormattableString.Invariant($"{Endpoint} at {Load}: {Succeeded} succeeded, {Failed} failed");
}

/// <summary>How often requests failed in one way.</summary>
/// <param name="Kind">The error id.</param>
/// <param name="Count">How often.</param>
public sealed record HfErrorCount(string Kind, long Count)
{
    /// <summary>Returns the id and the number.</summary>
    /// <returns>A text such as <c>RateLimited: 12</c>.</returns>
    public override string ToString() => FormattableString.Invariant($"{Kind}: {Count}");
}
