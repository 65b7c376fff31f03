namespace HfEndpoints.Client.Tests;

/// <summary>What a file of environment variables may contain.</summary>
public sealed class EnvFileTests
{
    [Theory]
    [InlineData("A=1", "A", "1")]
    [InlineData("A = 1 ", "A", "1")]
    [InlineData("export A=1", "A", "1")]
    [InlineData("A=", "A", "")]
    [InlineData("A=b=c", "A", "b=c")]
    [InlineData("A=pass#word # a comment", "A", "pass#word")]
    [InlineData("A='$x \\n # \"'", "A", "$x \\n # \"")]
    [InlineData("A=\"one\\ntwo \\\"three\\\"\"", "A", "one\ntwo \"three\"")]
    [InlineData("A=\"one\ntwo\"", "A", "one\ntwo")]
    [InlineData("A=1\r\nA=2\r\n", "A", "2")]
    [InlineData("\uFEFF# a comment\n\n  A=1", "A", "1")]
    [InlineData("db.host-1=x", "db.host-1", "x")]
    public void ALineIsAVariable(string text, string name, string value)
    {
        KeyValuePair<string, string> only = Assert.Single(EnvFile.Parse(text, "app.env"));

        Assert.Equal((name, value), (only.Key, only.Value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing")]
    [InlineData("\n \n")]
    public void AFileMayBeEmpty(string text) => Assert.Empty(EnvFile.Parse(text, "app.env"));

    [Theory]
    [InlineData("A=1\nhf_secret", 2)]
    [InlineData("A=\"1\n2\"\nhf_secret\n", 3)]
    [InlineData("A='hf_secret", 1)]
    [InlineData("A='hf_secret' more", 1)]
    [InlineData("1A=hf_secret", 1)]
    [InlineData("=hf_secret", 1)]
    public void ABrokenLineIsNamedAndNotShown(string text, int line)
    {
        HfException failure = Assert.Throws<HfException>(() => EnvFile.Parse(text, "app.env"));

        Assert.Equal(HfErrorKind.InvalidFile, failure.Kind);
        Assert.Contains($"line {line}:", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hf_secret", failure.Message, StringComparison.Ordinal);
    }
}
