using System.Globalization;

namespace HfEndpoints;

/// <summary>
/// One part of a batch that is split by position: shard 3 of 8 has the jobs 3, 11, 19 and so on. All jobs of all shards are the batch,
/// and each job is in one shard.
/// </summary>
public sealed record HfBatchShard
{
    /// <summary>The highest number of shards.</summary>
    public const int MaxCount = 100_000;

    /// <summary>Creates a shard.</summary>
    /// <param name="index">Its number; the first is 1.</param>
    /// <param name="count">How many shards there are.</param>
    /// <exception cref="HfException">There is no such shard.</exception>
    public HfBatchShard(int index, int count)
    {
        if (!IsOne(index, count))
        {
            throw NotOne(string.Create(CultureInfo.InvariantCulture, $"{index}/{count}"));
        }

        (Index, Count) = (index, count);
    }

    /// <summary>Its number; the first is 1.</summary>
    public int Index { get; }

    /// <summary>How many shards there are.</summary>
    public int Count { get; }

    /// <summary>Reads a text such as <c>3/8</c>.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The shard.</returns>
    /// <exception cref="HfException">It is not a valid shard.</exception>
    public static HfBatchShard Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split('/');
        return parts.Length == 2
            && int.TryParse(parts[0].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            && int.TryParse(parts[1].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            && IsOne(index, count)
                ? new HfBatchShard(index, count)
                : throw NotOne(text);
    }

    /// <summary>Whether a job belongs to it.</summary>
    /// <param name="position">The job's position among all jobs of the input; the first is 1.</param>
    /// <returns>Whether it does.</returns>
    public bool Contains(long position) => (position - 1) % Count == Index - 1;

    /// <summary>How many jobs it has.</summary>
    /// <param name="total">How many the whole input has.</param>
    /// <returns>The number.</returns>
    public long CountOf(long total) => (total - Index + Count) / Count;

    /// <summary>The shard as it is written.</summary>
    /// <returns>A text such as <c>3/8</c>.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index}/{Count}");

    private static bool IsOne(int index, int count) => index >= 1 && index <= count && count <= MaxCount;

    private static HfException NotOne(string text) => new(
        HfErrorKind.InvalidRequest,
        string.Create(
            CultureInfo.InvariantCulture,
            $"'{text}' is not a valid shard. Use its number and how many there are, such as 3/8; the first of 8 is 1/8, the last 8/8. "
            + $"There can be {MaxCount} shards at most."));
}
