namespace HfEndpoints.Tests;

/// <summary>What Tab offers, and that it neither asks, writes nor hangs.</summary>
[Collection(EngineGroup.Name)]
public sealed class TabCompletionTests(Emulator emulator) : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("Get-HfInferenceEndpoint ch", new[] { "chat", "chatter" })]
    [InlineData("Suspend-HfInferenceEndpoint -Name chatt", new[] { "chatter" })]
    [InlineData("Invoke-HfTextGeneration -Endpoint chatt", new[] { "chatter" })]
    [InlineData("Get-HfInferenceEndpoint -Namespace glo", new[] { "globex" })]
    [InlineData("New-HfInferenceEndpoint x -Vendor aws -Region us-e", new[] { "us-east-1" })]
    [InlineData("Get-HfInferenceEndpoint -State paus", new[] { "paused" })]
    public async Task ValuesOfTheServiceAreOffered(string line, string[] expected)
    {
        await emulator.ResetAsync(("chat", "running"), ("chatter", "running"), ("other", "running"));

        string[] offered = await CompleteAsync(line);

        Assert.Equal(expected, offered.Intersect(expected).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("other", offered);
        Assert.Empty(_shell.Errors);
    }

    [Fact]
    public async Task AServiceThatHangsOffersNothingAndNoError()
    {
        await emulator.ResetAsync(("unheard-of", "running"));
        await emulator.HangAsync("/v2/*");

        string[] offered = await CompleteAsync("Get-HfInferenceEndpoint -Namespace initech unheard");

        Assert.DoesNotContain("unheard-of", offered);
        Assert.Empty(_shell.Errors);
        await Deadline.UntilAsync(async () => await emulator.InFlightAsync() == 0);
    }

    [Fact]
    public async Task AServiceThatRefusesOffersNothingAndNoError()
    {
        await emulator.ResetAsync();

        // The emulator refuses everything in such a namespace.
        string[] offered = await CompleteAsync("Get-HfInferenceEndpoint -Namespace forbidden-ones x");

        Assert.All(offered, name => Assert.StartsWith(".", name, StringComparison.Ordinal));
        Assert.Empty(_shell.Errors);
    }

    private Task<string[]> CompleteAsync(string line) => Task.Run(() => _shell.Complete(line)).WithinDeadlineAsync();
}
