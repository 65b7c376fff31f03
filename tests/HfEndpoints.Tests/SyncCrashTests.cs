using System.Globalization;
using System.Management.Automation;
using System.Text.Json.Nodes;

namespace HfEndpoints.Tests;

/// <summary>A Sync that ends in the middle, meets another, or finds things changed meanwhile: the next one ends right.</summary>
[Collection(EngineGroup.Name)]
public sealed class SyncCrashTests : IDisposable
{
    // More requests than a Sync of these files sends.
    private const int MostRequests = 20;
    private const string Secret = "sync-crash-hunter2";
    private const string Sync = "Sync-HfInferenceEndpoint $args[0] -Prune -Force | ForEach-Object { \"$_\" }";

    private const string Wanted = """
        {
            "Endpoints": [
                {
                    "Name": "new", "Repository": "gpt2", "Framework": "pytorch", "Accelerator": "cpu", "Vendor": "aws",
                    "Region": "us-east-1", "InstanceType": "intel-icl", "InstanceSize": "x2", "MaxReplica": 2,
                    "Secret": { "KEY": "env:SYNC_CRASH_KEY" }
                },
                { "Name": "other", "MaxReplica": 3, "Tag": "blue", "Secret": { "KEY": "env:SYNC_CRASH_KEY" } },
                { "Name": "same", "MaxReplica": 1 }
            ]
        }
        """;

    private static readonly string[] s_done = ["Unchanged alice/new", "Unchanged alice/other", "Unchanged alice/same"];

    private readonly Emulator _emulator;
    private readonly string _path = Path.GetTempFileName() + ".json";
    private readonly Shell _shell = new();

    public SyncCrashTests(Emulator emulator)
    {
        _emulator = emulator;
        File.WriteAllText(_path, Wanted);
        Environment.SetEnvironmentVariable("SYNC_CRASH_KEY", Secret);
    }

    public static TheoryData<string, int> Drifts
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (string drift in (string[])["made", "changed", "removed", "removed all", "added"])
            {
                for (int requests = 1; requests < 6; requests++)
                {
                    data.Add(drift, requests);
                }
            }

            return data;
        }
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("SYNC_CRASH_KEY", null);
        File.Delete(_path);
        _shell.Dispose();
    }

    // The last request before the crash is carried out, or never reaches the service.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AfterACrashAtAnyRequestTheNextEndsRight(bool isCarriedOut)
    {
        int crashes = 0;
        for (int requests = 0; ; requests++)
        {
            Assert.InRange(requests, 0, MostRequests);
            await PrepareAsync();
            await _emulator.FailAsync(Pass(requests), new JsonObject
            {
                ["path"] = "/v2/*",
                ["drop"] = isCarriedOut ? "after" : null,
                ["hang"] = true,
            });
            Task run = _shell.Start(Sync, _path);
            await Deadline.UntilAsync(async () => run.IsCompleted || await _emulator.InFlightAsync("/v2") > 0);
            if (run.IsCompleted)
            {
                break;
            }

            await _shell.StopAsync();
            await Assert.ThrowsAsync<PipelineStoppedException>(() => run);
            crashes++;
            await EndsRightAsync(mostCreates: 1);
        }

        // The list, a create, a change and a removal at least.
        Assert.InRange(crashes, 4, MostRequests);
        await EndsRightAsync(mostCreates: 1);
    }

    [Fact]
    public async Task TwoAtOnceMakeNothingTwiceAndTheNextEndsRight()
    {
        using var second = new Shell();
        for (int turn = 0; turn < 10; turn++)
        {
            await PrepareAsync();
            await _emulator.FailAsync(new JsonObject { ["path"] = "/v2/*", ["delayMs"] = 5 * turn });
            await Task.WhenAll(_shell.Start(Sync, _path), second.Start(Sync, _path)).WithinDeadlineAsync();

            string[] errors = [.. _shell.Errors.Concat(second.Errors).Select(error => error.FullyQualifiedErrorId.Split(',')[0])];
            Assert.All(errors, error => Assert.Contains(error, (string[])["EndpointAlreadyExists", "EndpointNotFound"]));
            await EndsRightAsync(mostCreates: 2);
        }
    }

    [Theory]
    [MemberData(nameof(Drifts))]
    public async Task WhatSomebodyChangesMeanwhileIsRightAfterTheNext(string drift, int requests)
    {
        await PrepareAsync();
        await _emulator.FailAsync(Pass(requests - 1), new JsonObject { ["path"] = "/v2/*", ["times"] = 1, ["delayMs"] = 300 });
        Task run = _shell.Start(Sync, _path);
        await Deadline.UntilAsync(async () =>
            run.IsCompleted || (await _emulator.InFlightAsync("/v2") > 0 && (await _emulator.RequestsAsync("/v2")).Count == requests));
        await DriftAsync(drift);
        await run.WithinDeadlineAsync();

        Assert.All(_shell.Errors, error => Assert.Contains(
            error.FullyQualifiedErrorId.Split(',')[0], (string[])["EndpointAlreadyExists", "EndpointNotFound", "InvalidFile"]));
        if (drift == "removed all")
        {
            // The file does not say how to make them.
            await PutAsync("other", "same");
        }

        await EndsRightAsync(mostCreates: 2);
    }

    // A harmless rule for the requests before.
    private static JsonObject Pass(int requests) => new() { ["path"] = "/v2/*", ["times"] = requests, ["chunkBytes"] = 100_000 };

    private Task PrepareAsync() =>
        _emulator.ResetAsync(("other", "running"), ("same", "running"), ("gone", "running"));

    private async Task PutAsync(params string[] names)
    {
        foreach (string name in names)
        {
            await _emulator.PutAsync(name, new JsonObject { ["state"] = "running" });
        }
    }

    private async Task DriftAsync(string drift)
    {
        switch (drift)
        {
            case "made":
                await PutAsync("new");
                break;
            case "changed":
                await _emulator.PutAsync("other", new JsonObject
                {
                    ["compute"] = new JsonObject { ["scaling"] = new JsonObject { ["maxReplica"] = 7 } },
                });
                break;
            case "removed":
                await _emulator.RemoveAsync("gone");
                break;
            case "removed all":
                await Task.WhenAll(_emulator.RemoveAsync("other"), _emulator.RemoveAsync("same"), _emulator.RemoveAsync("gone"));
                break;
            default:
                await PutAsync("stranger");
                break;
        }
    }

    private async Task EndsRightAsync(int mostCreates)
    {
        await _emulator.FailAsync();
        await _shell.InvokeAsync(Sync, _path);
        Assert.Empty(_shell.Errors);
        IReadOnlyList<PSObject> again = await _shell.InvokeAsync(Sync, _path);
        Assert.Equal(s_done, again.Select(item => $"{item}"));
        IReadOnlyList<PSObject> there = await _shell.InvokeAsync(
            "Get-HfInferenceEndpoint | "
            + "ForEach-Object { \"$($_.Name) $($_.MaxReplica) $($_.Raw.model.secrets.PSObject.Properties.Name)\" }");
        Assert.Equal(["new 2 KEY", "other 3 KEY", "same 1 "], there.Select(item => $"{item}").Order(StringComparer.Ordinal));
        IReadOnlyList<PSObject> creates = await _shell.InvokeAsync(
            "(Get-HfInferenceAuditLog -First 50 | Where-Object { $_.Action -eq 'Created' -and $_.Endpoint -eq 'new' }).Count");
        Assert.InRange(Convert.ToInt32(creates[0].BaseObject, CultureInfo.InvariantCulture), 0, mostCreates);
        string export = _path + ".export.json";
        await _shell.InvokeAsync("Export-HfInferenceEndpoint $args[0]; $Error.Clear()", export);
        string text = await File.ReadAllTextAsync(export);
        File.Delete(export);
        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        Assert.DoesNotContain("***", text, StringComparison.Ordinal);
    }
}
