using System.Management.Automation;
using System.Text.Json.Nodes;

namespace HfEndpoints.Tests;

/// <summary>The ways in which a pipeline ends before its cmdlet does. The engine announces only the first one to a cmdlet.</summary>
[Collection(EngineGroup.Name)]
public sealed class PipelineEndTests(Emulator emulator) : IDisposable
{
    private const string Many = "1..100 | Invoke-HfTextGeneration demo -ThrottleLimit 16 -Unordered";
    private const string Stream = "Invoke-HfTextGeneration demo 'I am' -MaxNewTokens 200 -Stream";
    private const string List = "Get-HfInferenceEndpoint";

    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData(Many)]
    [InlineData(Stream)]
    public async Task CtrlCClosesTheConnections(string command)
    {
        await emulator.ResetAsync(("demo", "running"));
        await HangAfterTheFirstAsync();
        Task run = _shell.Start(command);
        await Deadline.UntilAsync(async () => _shell.Output.Count > 0 && await emulator.InFlightAsync("/serve") > 0);

        await _shell.StopAsync();

        await Assert.ThrowsAsync<PipelineStoppedException>(() => run);
        Assert.Equal(PSInvocationState.Stopped, _shell.State);
        Assert.Empty(_shell.Errors);
        await AssertNothingIsInFlightAsync();
    }

    [Theory]
    [InlineData(Many)]
    [InlineData(Stream)]
    [InlineData(List)]
    public async Task SelectFirstClosesTheConnections(string command)
    {
        await emulator.ResetAsync(("demo", "running"), ("other", "running"));
        await HangAfterTheFirstAsync();

        Assert.Single(await _shell.InvokeAsync(command + " | Select-Object -First 1"));

        Assert.Empty(_shell.Errors);
        await AssertNothingIsInFlightAsync();
    }

    [Fact]
    public async Task ErrorActionStopClosesTheConnections()
    {
        await emulator.ResetAsync(("demo", "running"));
        await emulator.FailAsync(
            new JsonObject { ["path"] = "/serve/*", ["times"] = 1, ["status"] = 424 },
            new JsonObject { ["path"] = "/serve/*", ["delayMs"] = 600_000 });

        ActionPreferenceStopException failure = await Assert.ThrowsAsync<ActionPreferenceStopException>(
            () => _shell.InvokeAsync(Many + " -ErrorAction Stop"));

        Assert.StartsWith("GenerationFailed,", failure.ErrorRecord.FullyQualifiedErrorId, StringComparison.Ordinal);
        await AssertNothingIsInFlightAsync();
    }

    [Theory]
    [InlineData(Many)]
    [InlineData(Stream)]
    [InlineData(List)]
    public async Task AThrowDownstreamClosesTheConnections(string command)
    {
        await emulator.ResetAsync(("demo", "running"));
        await HangAfterTheFirstAsync();

        RuntimeException failure = await Assert.ThrowsAnyAsync<RuntimeException>(
            () => _shell.InvokeAsync(command + " | ForEach-Object { throw 'downstream' }"));

        Assert.Equal("downstream", failure.ErrorRecord.FullyQualifiedErrorId);
        await AssertNothingIsInFlightAsync();
    }

    [Fact]
    public async Task AThrowUpstreamClosesTheConnections()
    {
        await emulator.ResetAsync(("demo", "running"));
        await emulator.HangAsync("/serve/*");
        using var under = new SemaphoreSlim(0);
        Task run = _shell.Start(
            """
            $gate = $args[0]
            1..3 | ForEach-Object { if ($_ -eq 3) { $gate.Wait(); throw 'upstream' }; $_ } | Invoke-HfTextGeneration demo
            """,
            under);
        await Deadline.UntilAsync(async () => await emulator.InFlightAsync("/serve") == 2);

        under.Release();

        RuntimeException failure = await Assert.ThrowsAnyAsync<RuntimeException>(() => run.WithinDeadlineAsync());
        Assert.Equal("upstream", failure.ErrorRecord.FullyQualifiedErrorId);
        await AssertNothingIsInFlightAsync();
    }

    [Theory]
    [InlineData("break")]
    [InlineData("continue")]
    public async Task ALoopThatIsLeftClosesTheConnections(string word)
    {
        await emulator.ResetAsync(("demo", "running"));

        await _shell.InvokeAsync($"foreach ($once in 1) {{ {Stream} | ForEach-Object {{ {word} }} }}");

        Assert.Empty(_shell.Errors);
        await AssertNothingIsInFlightAsync();
    }

    [Fact]
    public async Task TheRunspaceStaysUsable()
    {
        await emulator.ResetAsync(("demo", "running"));
        await emulator.HangAsync("/serve/*");
        Task run = _shell.Start(Many);
        await Deadline.UntilAsync(async () => await emulator.InFlightAsync("/serve") == 16);
        await _shell.StopAsync();
        await Assert.ThrowsAsync<PipelineStoppedException>(() => run);

        await emulator.FailAsync();

        Assert.Single(await _shell.InvokeAsync("Invoke-HfTextGeneration demo 'I am'"));
    }

    private Task HangAfterTheFirstAsync() => emulator.FailAsync(
        new JsonObject { ["path"] = "/serve/*", ["times"] = 1 },
        new JsonObject { ["path"] = "/serve/*", ["delayMs"] = 600_000 });

    private Task AssertNothingIsInFlightAsync() => Deadline.UntilAsync(async () => await emulator.InFlightAsync() == 0);
}
