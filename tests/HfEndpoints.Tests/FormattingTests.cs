namespace HfEndpoints.Tests;

/// <summary>The views as an engine without a console draws them.</summary>
[Collection(EngineGroup.Name)]
public sealed class FormattingTests(Emulator emulator) : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public async Task TheTableOfEndpointsKeepsItsKeyInOnePiece(int width)
    {
        const string Long = "the-longest-name-of-an-endpoint3";
        await emulator.ResetAsync((Long, "running"), ("demo", "paused"));

        string[] lines = await DrawAsync("Get-HfInferenceEndpoint", width);

        Assert.Single(lines, line => line.StartsWith(Long + " running", StringComparison.Ordinal));
        Assert.Single(lines, line => line.StartsWith("demo ", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
    }

    [Theory]
    [InlineData("Get-HfInferenceEndpoint")]
    [InlineData("Get-HfInferenceHardware")]
    [InlineData("Get-HfInferenceCatalog")]
    [InlineData("Measure-HfInferenceEndpointCost *")]
    [InlineData("Get-HfInferenceQuota")]
    [InlineData("'I am', 'You are' | Invoke-HfTextGeneration demo -MaxNewTokens 4")]
    [InlineData("Get-HfInferenceEndpointReplica demo")]
    [InlineData("Measure-HfInferenceEndpointPerformance demo -Concurrency 1, 2 -Count 2 -OutputTokens 2 -WarmUp 0")]
    public async Task AViewDrawsEveryObjectWithoutAnError(string command)
    {
        await emulator.ResetAsync(("demo", "running"));

        string[] lines = await DrawAsync(command, 80);

        Assert.Empty(_shell.Errors);
        Assert.NotEmpty(lines);
        Assert.DoesNotContain(lines, line => line.Contains("#ERR", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AListHasNoProblemWithColours()
    {
        await emulator.ResetAsync(("demo", "running"));

        string plain = string.Concat(await _shell.InvokeAsync(
            "$PSStyle.OutputRendering = 'PlainText'; Get-HfInferenceEndpoint demo | Format-List | Out-String"));

        Assert.DoesNotContain('\u001b', plain);
        Assert.Contains("demo", plain, StringComparison.Ordinal);
    }

    private async Task<string[]> DrawAsync(string command, int width) =>
        [.. string.Concat(await _shell.InvokeAsync($"$PSStyle.OutputRendering = 'PlainText'; {command} | Out-String -Width {width}"))
            .Split('\n')
            .Select(line => line.TrimEnd())
            .Where(line => line.Length > 0)];
}
