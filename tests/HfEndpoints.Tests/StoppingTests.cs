using System.Management.Automation;
using System.Management.Automation.Host;
using System.Text.Json.Nodes;

namespace HfEndpoints.Tests;

/// <summary>Ctrl+C at each moment of a cmdlet's life.</summary>
[Collection(EngineGroup.Name)]
public sealed class StoppingTests(Emulator emulator)
{
    private const string Create = "New-HfInferenceEndpoint new -Repository gpt2 -Framework pytorch -Accelerator cpu "
        + "-Vendor aws -Region us-east-1 -InstanceType intel-icl -InstanceSize x2";

    [Theory]
    [InlineData("Connect-HfAccount -Token hf_other", "/api/whoami-v2")]
    [InlineData("Get-HfInferenceEndpoint", "/v2/endpoint/alice")]
    [InlineData(Create, "/v2/endpoint/alice")]
    [InlineData("Set-HfInferenceEndpoint demo -MaxReplica 2", "/v2/endpoint/alice/demo")]
    [InlineData("Remove-HfInferenceEndpoint demo -Force", "/v2/endpoint/alice/demo")]
    [InlineData("Wait-HfInferenceEndpoint demo", "/serve/alice/demo/health")]
    [InlineData("Watch-HfInferenceEndpoint demo", "/v2/endpoint/alice/demo/sse")]
    [InlineData("Invoke-HfTextGeneration demo 'I am' -Stream", "/serve/alice/demo")]
    public async Task WhileAnAnswerIsAwaited(string command, string path)
    {
        await emulator.ResetAsync(("demo", "running"));
        await emulator.HangAsync(path);

        await StopAsync(command, async shell => await emulator.InFlightAsync(path) > 0);
    }

    [Fact]
    public async Task InThePauseBeforeARequestIsSentAgain()
    {
        await emulator.ResetAsync(("demo", "running"));
        await emulator.FailAsync(new JsonObject
        {
            ["path"] = "/v2/*",
            ["status"] = 429,
            ["headers"] = new JsonObject { ["Retry-After"] = "200" },
        });

        await StopAsync("Get-HfInferenceEndpoint demo", async shell => await HasAnsweredAsync("/v2", 429));
        Assert.Single(await emulator.RequestsAsync("/v2"));
    }

    [Fact]
    public async Task BetweenTwoLooks()
    {
        await emulator.ResetAsync(("starting", "initializing"));

        await StopAsync(
            "Wait-HfInferenceEndpoint starting -RefreshInterval 600",
            async shell => await HasAnsweredAsync("/v2/endpoint/alice/starting", 200));
    }

    [Fact]
    public async Task WhileAServerStarts()
    {
        await emulator.ResetAsync(("starting", "initializing"));

        await StopAsync("Invoke-HfTextGeneration starting 'I am'", async shell => await HasAnsweredAsync("/serve", 503));
    }

    [Fact]
    public async Task BetweenTwoPiecesOfAStream()
    {
        await emulator.ResetAsync(("demo", "running"));

        await StopAsync(
            "Invoke-HfTextGeneration demo 'I am' -MaxNewTokens 200 -Stream",
            shell => Task.FromResult(shell.Output.Count >= 2),
            expectOutput: true);
    }

    [Fact]
    public async Task WhileACommandDownstreamIsBusy()
    {
        await emulator.ResetAsync(("demo", "running"));

        await StopAsync(
            "Invoke-HfTextGeneration demo 'I am' -Stream | ForEach-Object { Write-Verbose at -Verbose; Wait-Event never }",
            shell => Task.FromResult(shell.Streams.Verbose.Count > 0));
    }

    [Fact]
    public async Task WhileACommandUpstreamIsBusy()
    {
        await emulator.ResetAsync(("demo", "running"));
        await emulator.HangAsync("/serve/*");

        await StopAsync(
            "& { 1..2; Wait-Event never } | Invoke-HfTextGeneration demo",
            async shell => await emulator.InFlightAsync("/serve") == 2);
    }

    [Fact]
    public async Task WhileTheScriptOfUseRuns()
    {
        await emulator.ResetAsync(("demo", "running"));

        await StopAsync(
            "Use-HfInferenceEndpoint demo { Write-Verbose at -Verbose; Wait-Event never } -Confirm:$false",
            shell => Task.FromResult(shell.Streams.Verbose.Any(line => line.Message == "at")));

        Assert.Contains(
            await emulator.RequestsAsync("/v2/endpoint/alice/demo/pause"),
            request => (string?)request["method"] == "POST" && (int?)request["status"] == 200);
    }

    [Theory]
    [InlineData(Create, "/v2/endpoint/alice", "new")]
    [InlineData("New-HfInferenceEndpoint -CatalogModel meta-llama/Llama-3.2-1B-Instruct", "/api/catalog/deploy", "<name>")]
    public async Task WhatMayHaveBeenCreatedIsSaidAtTheEnd(string command, string path, string name)
    {
        await emulator.ResetAsync(("demo", "running"));
        await emulator.HangAsync(path);
        var host = new ScriptedHost(_ => throw new NotSupportedException());

        await StopAsync(command + " -Confirm:$false", async shell => await emulator.InFlightAsync(path) > 0, host: host);

        string warning = Assert.Single(host.Warnings);
        Assert.Contains($"Remove-HfInferenceEndpoint {name} -Namespace alice", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BeforeAnythingHasBegun()
    {
        await emulator.ResetAsync(("demo", "running"));

        await StopAsync("Wait-Event never | Invoke-HfTextGeneration demo", shell => Task.FromResult(true));
        Assert.Empty(await emulator.RequestsAsync("/serve"));
    }

    private async Task StopAsync(string script, Func<Shell, Task<bool>> moment, bool expectOutput = false, PSHost? host = null)
    {
        using var shell = new Shell(host);
        Task run = shell.Start(script);
        await Deadline.UntilAsync(async () => run.IsCompleted || await moment(shell));
        Assert.False(run.IsCompleted, string.Join('\n', shell.Errors));

        await shell.StopAsync();

        await Assert.ThrowsAsync<PipelineStoppedException>(() => run);
        Assert.Equal(PSInvocationState.Stopped, shell.State);
        Assert.Empty(shell.Errors);
        Assert.Equal(expectOutput, shell.Output.Count > 0);
        await Deadline.UntilAsync(async () => await emulator.InFlightAsync() == 0);
    }

    private async Task<bool> HasAnsweredAsync(string path, int status) =>
        (await emulator.RequestsAsync(path)).Any(request => (int?)request["status"] == status);
}
