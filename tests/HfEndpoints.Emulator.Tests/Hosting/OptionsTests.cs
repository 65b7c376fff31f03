namespace HfEndpoints.Emulator.Tests;

public class OptionsTests
{
    [Fact]
    public void DefaultsAreThoseOfTheDocumentation()
    {
        EmulatorOptions options = EmulatorOptions.Parse([]);

        Assert.Equal(8765, options.Port);
        Assert.Equal("alice", options.User);
        Assert.Equal(["acme", "globex"], options.Organizations);
        Assert.Empty(options.Tokens);
        Assert.Equal(20, options.PageSize);
    }

    [Fact]
    public void EveryOptionIsRead()
    {
        EmulatorOptions options = EmulatorOptions.Parse(
        [
            "--port", "0", "--user", "bob", "--org", "one", "--org=two", "--token", "hf_x", "--speed", "60.5", "--seed", "-7",
            "--generate-ms", "40", "--token-ms", "3", "--max-concurrent", "2", "--page-size", "5",
            "--log-search", "off", "--backend", "http://127.0.0.1:9000/base",
        ]);

        Assert.Equal(0, options.Port);
        Assert.Equal("bob", options.User);
        Assert.Equal(["one", "two"], options.Organizations);
        Assert.Equal(["hf_x"], options.Tokens);
        Assert.Equal(60.5, options.Speed);
        Assert.Equal(-7, options.Seed);
        Assert.Equal(TimeSpan.FromMilliseconds(40), options.GenerateTime);
        Assert.Equal(TimeSpan.FromMilliseconds(3), options.TokenTime);
        Assert.Equal(2, options.MaxConcurrent);
        Assert.Equal(5, options.PageSize);
        Assert.False(options.LogSearch);
        Assert.Equal(new Uri("http://127.0.0.1:9000/base"), options.Backend);
    }

    [Theory]
    [InlineData("--nope", "1", "Unknown option '--nope'.")]
    [InlineData("--port", "70000", "Option '--port' takes a whole number from 0 to 65535, not '70000'.")]
    [InlineData("--speed", "fast", "Option '--speed' takes a number from 0 to 1000000, not 'fast'.")]
    [InlineData(
        "--backend",
        "localhost:80",
        "Option '--backend' takes the address of a server such as http://127.0.0.1:8080, without user or query, not 'localhost:80'.")]
    [InlineData("--user", "a/b", "Option '--user' takes a name of letters, digits, '-', '_' and '.', not 'a/b'.")]
    public void BadOptionsSayWhatIsAllowed(string name, string value, string message)
    {
        OptionException exception = Assert.Throws<OptionException>(() => EmulatorOptions.Parse([name, value]));

        Assert.Equal(message, exception.Message);
    }

    [Fact]
    public void RealisticLatencyTakesThePlaceOfFixedTimes()
    {
        Assert.True(EmulatorOptions.Parse(["--realistic-latency"]).RealisticLatency);

        OptionException exception =
            Assert.Throws<OptionException>(() => EmulatorOptions.Parse(["--realistic-latency", "--token-ms", "3"]));

        Assert.Equal("Option '--realistic-latency' can't be combined with '--generate-ms' or '--token-ms'.", exception.Message);
    }

    [Fact]
    public void AnOptionWithoutItsValueIsRefused() =>
        Assert.Equal("Option '--seed' needs a value.", Assert.Throws<OptionException>(() => EmulatorOptions.Parse(["--seed"])).Message);

    [Fact]
    public void AnUnknownOptionIsReportedAsSuchAlsoAtTheEnd() => Assert.Equal(
        "Unknown option '--sed'.", Assert.Throws<OptionException>(() => EmulatorOptions.Parse(["--sed"])).Message);
}
