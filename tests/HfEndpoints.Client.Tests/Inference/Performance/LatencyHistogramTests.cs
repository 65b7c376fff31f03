using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

public sealed class LatencyHistogramTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1_000)]
    [InlineData(1_000_000)]
    [InlineData(50_000_000)]
    public void PercentilesAreThoseOfTheSortedTimesWithinAThousandth(int scale)
    {
        var random = new Random(scale);
        var histogram = new LatencyHistogram();
        double[] times = [.. Enumerable.Range(0, 10_000).Select(_ => Math.Floor(-Math.Log(1 - random.NextDouble()) * scale)).Order()];
        foreach (double time in times)
        {
            histogram.Add(TimeSpan.FromMicroseconds(time));
        }

        HfLatency latency = histogram.ToLatency()!;

        Assert.Equal(10_000, latency.Count);
        Assert.Equal(times.Average(), latency.Mean.TotalMicroseconds, times.Average() / 1000 + 0.1);
        foreach ((double share, TimeSpan told) in new[] { (0.5, latency.P50), (0.9, latency.P90), (0.99, latency.P99), (1.0, latency.Max) })
        {
            double exact = times[(int)(share * times.Length) - 1];
            Assert.InRange(told.TotalMicroseconds, exact, exact * 1.001);
        }
    }

    [Fact]
    public void WhatIsOutOfRangeIsTheNearestInIt()
    {
        var histogram = new LatencyHistogram();
        Assert.Null(histogram.ToLatency());

        histogram.Add(TimeSpan.FromSeconds(-1));
        histogram.Add(TimeSpan.FromDays(3));

        Assert.Equal(TimeSpan.Zero, histogram.ToLatency()!.P50);
        Assert.Equal(TimeSpan.FromDays(1), histogram.ToLatency()!.Max);
    }
}
