using System.Globalization;

namespace HfEndpoints;

/// <summary>
/// How a stage differs from the stage of an earlier test that had the same load. Each figure is a share of the earlier value: 0.1 is a
/// tenth more, -0.5 is half of it. It is null where one of the two was not measured.
/// </summary>
public sealed record HfPerformanceChange
{
    /// <summary>The earlier stage.</summary>
    public required HfPerformanceStage Baseline { get; init; }

    /// <summary>The change of the answers per second.</summary>
    public double? RequestsPerSecond { get; init; }

    /// <summary>The change of the answers per second within the limits.</summary>
    public double? GoodputPerSecond { get; init; }

    /// <summary>The change of the output tokens per second.</summary>
    public double? OutputTokensPerSecond { get; init; }

    /// <summary>The change of the median time to the first token.</summary>
    public double? TimeToFirstTokenP50 { get; init; }

    /// <summary>The change of the 99th percentile of the time to the first token.</summary>
    public double? TimeToFirstTokenP99 { get; init; }

    /// <summary>The change of the median time between two tokens.</summary>
    public double? InterTokenLatencyP50 { get; init; }

    /// <summary>The change of the 99th percentile of the time between two tokens.</summary>
    public double? InterTokenLatencyP99 { get; init; }

    /// <summary>The change of the median time of whole answers.</summary>
    public double? LatencyP50 { get; init; }

    /// <summary>The change of the 99th percentile of the time of whole answers.</summary>
    public double? LatencyP99 { get; init; }

    /// <summary>The change of the cost of a million output tokens.</summary>
    public double? UsdPerMillionOutputTokens { get; init; }

    /// <summary>The change of the throughput and of the slowest answers.</summary>
    /// <returns>A text such as <c>throughput +3 %, p99 -12 %</c>.</returns>
    public override string ToString() => FormattableString.Invariant(
        $"throughput {Percent(OutputTokensPerSecond ?? RequestsPerSecond)}, p99 {Percent(LatencyP99)}");

    private static string Percent(double? share) =>
        share is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known * 100:+0;-0;0} %") : "unknown";
}
