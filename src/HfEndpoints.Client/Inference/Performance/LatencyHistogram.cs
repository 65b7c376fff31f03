using System.Numerics;

namespace HfEndpoints.Client.Inference;

/// <summary>
/// Times with a precision of a thousandth, from a microsecond to a day, in constant memory: the gaps between tokens are millions. It has
/// the buckets of an HdrHistogram; that package brings a hundred others where .NET 8 is the target. Not for several threads.
/// </summary>
internal sealed class LatencyHistogram
{
    // Each power of two above it has so many buckets.
    private const int Bits = 10;
    private static readonly long s_longest = (long)TimeSpan.FromDays(1).TotalMicroseconds;

    private readonly long[] _counts = new long[IndexOf(s_longest) + 1];
    private long _count;
    private double _sum;
    private long _longest;

    /// <summary>Adds a time. One below zero counts as zero.</summary>
    public void Add(TimeSpan time)
    {
        long value = Math.Clamp((long)time.TotalMicroseconds, 0, s_longest);
        _counts[IndexOf(value)]++;
        _count++;
        _sum += value;
        _longest = Math.Max(_longest, value);
    }

    /// <summary>What was recorded; null for nothing.</summary>
    public HfLatency? ToLatency() => _count == 0 ? null : new HfLatency(
        _count, TimeSpan.FromMicroseconds(_sum / _count), At(0.5), At(0.9), At(0.99), TimeSpan.FromMicroseconds(_longest));

    private TimeSpan At(double share)
    {
        long wanted = Math.Max(1, (long)Math.Ceiling(share * _count));
        int index = -1;
        for (long seen = 0; seen < wanted; seen += _counts[index])
        {
            index++;
        }

        return TimeSpan.FromMicroseconds(Math.Min(_longest, HighestOf(index)));
    }

    private static int ShiftOf(long value) => Math.Max(0, BitOperations.Log2((ulong)value | 1) - Bits);

    private static int IndexOf(long value) => (ShiftOf(value) << Bits) + (int)(value >> ShiftOf(value));

    // The greatest value of a bucket: a percentile is never told too small.
    private static long HighestOf(int index)
    {
        int shift = Math.Max(0, (index >> Bits) - 1);
        return ((index - (shift << Bits) + 1L) << shift) - 1;
    }
}
