using HfEndpoints.Client.Batches;
using States = HfEndpoints.Client.Batches.LineTable.LineStates;

namespace HfEndpoints.Client.Tests;

public sealed class LineTableTests
{
    // The table keeps the lines in parts of so many.
    private const long Part = 1 << 20;
    private const ulong Hash = 0x1234_5678_9ABC_DEF4;

    private readonly LineTable _table = new();

    [Theory]
    [InlineData(1)]
    [InlineData(Part - 1)]
    [InlineData(Part)]
    [InlineData((3 * Part) + 7)]
    public void AJobIsMissingUntilAnOutputHasIt(long line)
    {
        _table.Add(line, Hash);
        Assert.True(_table.IsMissing(line));

        Assert.Equal(States.Exists, _table.Meet(line, Hash));
        Assert.False(_table.IsMissing(line));
        Assert.Equal(States.Exists | States.Done, _table.Meet(line, Hash));
        Assert.False(_table.IsMissing(line));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(Part + 4)]
    [InlineData(Part + 6)]
    [InlineData(3 * Part)]
    [InlineData(long.MaxValue)]
    public void ALineWithoutAJobIsUnknown(long line)
    {
        _table.Add((2 * Part) + 5, Hash);
        _table.Add(Part + 5, Hash);

        Assert.Equal(States.None, _table.Meet(line, Hash));
        Assert.Equal(States.Exists, _table.Meet(Part + 5, Hash));
        Assert.Equal(States.Exists, _table.Meet((2 * Part) + 5, Hash));
    }

    [Theory]
    [InlineData(Hash ^ 0x8000, nameof(States.None))]
    [InlineData(Hash ^ 0x0004, nameof(States.None))]
    [InlineData(Hash ^ 0x0003, nameof(States.Exists))]
    [InlineData(Hash ^ 0x1_0000, nameof(States.Exists))]
    public void AnotherJobInThatLineIsUnknown(ulong hash, string before)
    {
        _table.Add(1, Hash);

        Assert.Equal(before, _table.Meet(1, hash).ToString());
        Assert.Equal(before == nameof(States.None), _table.IsMissing(1));
    }
}
