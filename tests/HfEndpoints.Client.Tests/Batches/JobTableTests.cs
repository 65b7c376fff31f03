using System.Buffers.Binary;
using HfEndpoints.Client.Batches;

namespace HfEndpoints.Client.Tests;

public sealed class JobTableTests
{
    private const int Count = 50_000;

    [Theory]
    [InlineData(0, ulong.MaxValue)]
    // Few places of a block.
    [InlineData(0, ~0xffUL)]
    // A block that has to be divided often until its keys differ.
    [InlineData(0xff000, ~0xff000UL)]
    public void EachJobKeepsItsState(ulong same, ulong mask)
    {
        var table = new JobTable();
        ulong[] keys = [.. Keys().Select(key => (key & mask) | same).Distinct()];

        for (int i = 0; i < keys.Length; i++)
        {
            ref JobTable.Entry entry = ref table.GetOrAdd(keys[i]);
            Assert.Equal(JobState.Known, entry.State);
            entry.State |= i % 3 == 0 ? JobState.Answered | JobState.Met : JobState.Met;
            entry.Line = i;
            entry.Fingerprint = (uint)~i;
        }

        for (int i = 0; i < keys.Length; i++)
        {
            JobTable.Entry entry = table.GetOrAdd(keys[i]);
            Assert.Equal((keys[i], (long)i, (uint)~i), (entry.Key, entry.Line, entry.Fingerprint));
            Assert.Equal(i % 3 == 0, entry.State.HasFlag(JobState.Answered));
            Assert.True(entry.State.HasFlag(JobState.Met));
        }

        table.ForgetMet();
        Assert.Equal(0, table.CountWhere(entry => entry.State.HasFlag(JobState.Met)));
        Assert.Equal(keys.Length, table.CountWhere(entry => entry.State != JobState.None));
        Assert.Equal((keys.Length + 2) / 3, table.CountWhere(entry => entry.State.HasFlag(JobState.Answered)));
    }

    // Well distributed, as hashes are.
    private static IEnumerable<ulong> Keys()
    {
        var random = new Random(1);
        byte[] key = new byte[sizeof(ulong)];
        for (int i = 0; i < Count; i++)
        {
            random.NextBytes(key);
            yield return BinaryPrimitives.ReadUInt64LittleEndian(key);
        }
    }
}
