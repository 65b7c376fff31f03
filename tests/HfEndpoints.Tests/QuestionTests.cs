using System.Management.Automation;

namespace HfEndpoints.Tests;

/// <summary>Questions are asked on the pipeline's thread while the work waits on another.</summary>
[Collection(EngineGroup.Name)]
public sealed class QuestionTests(Emulator emulator)
{
    [Theory]
    [InlineData("&Yes", "DELETE")]
    [InlineData("&No", null)]
    public async Task AnAnswerDecidesForItsItem(string answer, string? expectedMethod)
    {
        await emulator.ResetAsync(("one", "running"), ("two", "running"));
        var host = new ScriptedHost(question => question.Contains("one", StringComparison.Ordinal) ? answer : "&No");
        using var shell = new Shell(host);

        await shell.InvokeAsync("Remove-HfInferenceEndpoint one, two");

        Assert.Equal(2, host.Questions.Count);
        Assert.Equal(
            expectedMethod is null ? [] : [$"{expectedMethod} /v2/endpoint/alice/one"],
            await ChangesAsync());
    }

    [Theory]
    [InlineData("Yes to &All", 2)]
    [InlineData("No to A&ll", 0)]
    public async Task AnAnswerForAllIsAskedOnce(string answer, int expectedChanges)
    {
        await emulator.ResetAsync(("one", "running"), ("two", "running"));
        var host = new ScriptedHost(_ => answer);
        using var shell = new Shell(host);

        await shell.InvokeAsync("'one', 'two' | Suspend-HfInferenceEndpoint -Confirm");

        Assert.Single(host.Questions);
        Assert.Equal(expectedChanges, (await ChangesAsync()).Length);
    }

    [Fact]
    public async Task TheThreadThatAsksIsThePipelines()
    {
        await emulator.ResetAsync(("one", "running"));
        var host = new ScriptedHost(_ => "&No");
        using var shell = new Shell(host);

        IReadOnlyList<PSObject> output = await shell.InvokeAsync(
            "[Environment]::CurrentManagedThreadId; Remove-HfInferenceEndpoint one");

        Assert.Equal(Assert.Single(output).BaseObject, host.AskingThread);
    }

    [Fact]
    public async Task WhatIsEmittedIsEmittedOnThePipelinesThread()
    {
        await emulator.ResetAsync(("demo", "running"));
        using var shell = new Shell();

        IReadOnlyList<PSObject> output = await shell.InvokeAsync("""
            [Environment]::CurrentManagedThreadId
            1..20 | Invoke-HfTextGeneration demo | ForEach-Object { [Environment]::CurrentManagedThreadId }
            """);

        Assert.Equal(21, output.Count);
        Assert.Single(output.Select(thread => (int)thread.BaseObject).Distinct());
    }

    [Fact]
    public async Task CtrlCAtAQuestionChangesNothing()
    {
        await emulator.ResetAsync(("one", "running"));
        using var asked = new SemaphoreSlim(0);
        using var stopped = new SemaphoreSlim(0);
        // A console's prompt ends so when Ctrl+C is pressed at it.
        var host = new ScriptedHost(_ =>
        {
            asked.Release();
            stopped.Wait(TimeSpan.FromMinutes(1));
            throw new PipelineStoppedException();
        });
        using var shell = new Shell(host);
        Task run = shell.Start("Remove-HfInferenceEndpoint one");
        await asked.WaitAsync().WithinDeadlineAsync();

        Task stop = shell.StopAsync();
        stopped.Release();
        await stop;

        await Assert.ThrowsAsync<PipelineStoppedException>(() => run);
        Assert.Empty(await ChangesAsync());
    }

    [Fact]
    public async Task WithoutAHostAQuestionIsAnErrorAndNothingChanges()
    {
        await emulator.ResetAsync(("one", "running"));
        using var shell = new Shell();

        await shell.InvokeAsync("Remove-HfInferenceEndpoint one");

        Assert.Single(shell.Errors);
        Assert.Empty(await ChangesAsync());
    }

    private async Task<string[]> ChangesAsync() =>
        [.. (await emulator.RequestsAsync("/v2"))
            .Where(request => (string?)request["method"] != "GET")
            .Select(request => $"{request["method"]} {request["path"]}")];
}
