namespace HfEndpoints.Client.Tests;

public sealed class NearestWordTests
{
    [Theory]
    [InlineData("runing", "running")]
    [InlineData("RUNNIN", "running")]
    [InlineData("scaled", null)]
    [InlineData("", null)]
    [InlineData("zzz", null)]
    public void TheNearestWordIsFoundWhereOneComesNear(string word, string? expected) =>
        Assert.Equal(expected, NearestWord.Find(word, ["running", "paused", "scaledToZero"]));

    [Fact]
    public void AmongNothingThereIsNone() => Assert.Null(NearestWord.Find("running", []));
}
