using System.Management.Automation;

namespace HfEndpoints.Tests;

/// <summary>What a parameter takes for what it means, and what it refuses before any request.</summary>
[Collection(EngineGroup.Name)]
public sealed class TransformationTests(Emulator emulator) : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("300")]
    [InlineData("2.5")]
    [InlineData("'00:05:00'")]
    [InlineData("(New-TimeSpan -Minutes 5)")]
    [InlineData("5m")]
    [InlineData("'4m 60s'")]
    [InlineData("1h30m")]
    [InlineData("2d")]
    public async Task ADurationIsANumberOfSecondsATimeSpanOrHasUnits(string duration)
    {
        await emulator.ResetAsync(("demo", "running"));

        PSObject ready = Assert.Single(await _shell.InvokeAsync($"Wait-HfInferenceEndpoint demo -Timeout {duration}"));

        Assert.Equal("demo", ready.Properties["Name"].Value);
        Assert.Empty(_shell.Errors);
    }

    [Theory]
    [InlineData("90", 90)]
    [InlineData("'15m'", 15)]
    [InlineData("1h30m", 90)]
    [InlineData("(New-TimeSpan -Hours 2)", 120)]
    [InlineData("120s", 2)]
    [InlineData("2d", 2880)]
    public async Task TheTimeToScaleToZeroIsInMinutesOrHasUnits(string duration, int minutes)
    {
        await emulator.ResetAsync(("demo", "running"));

        await _shell.InvokeAsync($"Set-HfInferenceEndpoint demo -MinReplica 0 -ScaleToZeroTimeout {duration}");

        Assert.Empty(_shell.Errors);
        Assert.Contains(
            await emulator.RequestsAsync("/v2/endpoint/alice/demo"),
            request => (int?)request["body"]?["compute"]?["scaling"]?["scaleToZeroTimeout"] == minutes);
    }

    [Theory]
    [InlineData("10m", 600)]
    [InlineData("2h", 7200)]
    [InlineData("1d", 86400)]
    [InlineData("'00:10:00'", 600)]
    public async Task AMomentIsADateOrHowLongAgoItWas(string moment, int seconds)
    {
        await emulator.ResetAsync(("demo", "running"));
        DateTimeOffset before = DateTimeOffset.UtcNow;

        await _shell.InvokeAsync($"Get-HfInferenceEndpointLog demo -Since {moment}");

        Assert.Empty(_shell.Errors);
        var request = Assert.Single(await emulator.RequestsAsync("/v3/endpoint/alice/demo/logs"));
        DateTimeOffset since = DateTimeOffset.Parse(
            System.Web.HttpUtility.ParseQueryString((string)request["query"]!)["since"]!,
            System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(since.AddSeconds(seconds), before.AddSeconds(-1), DateTimeOffset.UtcNow.AddSeconds(1));
    }

    [Theory]
    [InlineData("Set-HfInferenceEndpoint demo -ScaleToZeroTimeout 90s", "ParameterArgumentTransformationError")]
    [InlineData("Get-HfInferenceEndpointLog demo -Since 10", "ParameterArgumentTransformationError")]
    [InlineData("Wait-HfInferenceEndpoint demo -Timeout soon", "ParameterArgumentTransformationError")]
    [InlineData("Wait-HfInferenceEndpoint demo -Timeout '5 parsecs'", "ParameterArgumentTransformationError")]
    [InlineData("Get-HfInferenceEndpointLog demo -Since someday", "ParameterArgumentTransformationError")]
    [InlineData("Connect-HfAccount -EmulatorUri 'not an address'", "InvalidRequest")]
    public async Task WhatCannotBeMeantIsRefusedBeforeAnyRequest(string command, string expectedId)
    {
        await emulator.ResetAsync(("demo", "running"));

        await _shell.InvokeAsync(command);

        Assert.Equal(expectedId, Assert.Single(_shell.Errors).FullyQualifiedErrorId.Split(',')[0]);
        Assert.Empty(await emulator.RequestsAsync());
    }

    [Fact]
    public async Task ATokenIsTextOrASecureString()
    {
        await emulator.ResetAsync();

        IReadOnlyList<PSObject> contexts = await _shell.InvokeAsync("""
            Connect-HfAccount hf_plain
            Connect-HfAccount (ConvertTo-SecureString hf_secure -AsPlainText)
            Disconnect-HfAccount
            """);

        Assert.Equal(["alice", "alice"], contexts.Select(context => context.Properties["Name"].Value));
        Assert.Empty(_shell.Errors);
    }

    [Theory]
    [InlineData("@{ KEY = 'value' }")]
    [InlineData("([ordered]@{ KEY = 'value' })")]
    [InlineData("([pscustomobject]@{ KEY = 'value' })")]
    public async Task ATableIsAHashtableOrAnObject(string table)
    {
        await emulator.ResetAsync(("demo", "running"));

        await _shell.InvokeAsync($"Set-HfInferenceEndpoint demo -Env {table}");

        Assert.Empty(_shell.Errors);
        Assert.Contains(
            await emulator.RequestsAsync("/v2/endpoint/alice/demo"),
            request => (string?)request["method"] == "PUT" && (string?)request["body"]!["model"]!["env"]!["KEY"] == "value");
    }
}
